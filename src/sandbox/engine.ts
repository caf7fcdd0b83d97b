/**
 * QuickJS: a JavaScript engine in WebAssembly, in a memory of its own that cannot grow beyond its limit.
 * Every evaluation has a runtime of its own. The engine under it serves again as long as nothing has gone
 * wrong in it, since to allocate its memory costs more than most evaluations.
 */
import variant from '@jitl/quickjs-wasmfile-release-sync';
import {
  type EmscriptenModuleLoaderOptions,
  newQuickJSWASMModuleFromVariant,
  newVariant,
  type QuickJSWASMModule,
} from 'quickjs-emscripten-core';

export interface Engine {
  readonly wasm: WebAssembly.Module;
  readonly quickjs: QuickJSWASMModule;
  readonly memory: WebAssembly.Memory;
  /** Pages that its memory may grow to. */
  readonly maximum: number;
}

const pageBytes = 64 * 1024;

/** Pages that the engine was built to start with. */
const initial = 256;

/**
 * Where memory ran out, QuickJS can lose objects, and then aborts as its runtime is disposed of. We are told by an
 * exception and give the engine up; that Emscripten writes it to standard error as well would alarm for nothing.
 */
const silent: EmscriptenModuleLoaderOptions & { printErr(text: string): void } = { printErr: () => undefined };

/** Engines that can serve again. */
const spare = new Map<WebAssembly.Module, Engine>();

/** An engine whose memory is limited to so many bytes, its own 16 MiB included. */
export async function takeEngine(wasm: WebAssembly.Module, bytes: number): Promise<Engine> {
  const maximum = Math.min(Math.max(Math.ceil(bytes / pageBytes), initial + 64), 32_768);
  const ready = spare.get(wasm);
  spare.delete(wasm);
  if (ready?.maximum === maximum) return ready;
  const memory = new WebAssembly.Memory({ initial, maximum });
  const options = { wasmModule: wasm, wasmMemory: memory, emscriptenModule: silent };
  const quickjs = await newQuickJSWASMModuleFromVariant(newVariant(variant, options));
  return { wasm, quickjs, memory, maximum };
}

/** Gives back an engine in which everything has been disposed of. */
export function keepEngine(engine: Engine): void {
  const hasGrown = engine.memory.buffer.byteLength > initial * pageBytes;
  if (!hasGrown) spare.set(engine.wasm, engine);
}
