/**
 * QuickJS: a JavaScript engine in WebAssembly, with a memory of its own that cannot grow beyond its limit. Every
 * evaluation gets a new runtime. The engine under it is reused as long as nothing has gone wrong in it, since
 * allocating its memory costs more than most evaluations.
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
 * When memory runs out, QuickJS can lose objects and then aborts when its runtime is disposed of. An exception tells
 * us, and we give the engine up; Emscripten's message on standard error would only alarm people.
 */
const silent: EmscriptenModuleLoaderOptions & { printErr(text: string): void } = { printErr: () => undefined };

/** Engines that can be reused. */
const spare = new Map<WebAssembly.Module, Engine>();

/** An engine whose memory is limited to this many bytes, including its own 16 MiB. */
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

/** Returns an engine in which everything has been disposed of. */
export function keepEngine(engine: Engine): void {
  const hasGrown = engine.memory.buffer.byteLength > initial * pageBytes;
  if (!hasGrown) spare.set(engine.wasm, engine);
}
