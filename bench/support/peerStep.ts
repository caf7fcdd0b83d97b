/** The same training step in PyTorch, in a process that sleeps between its rounds. */
import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import type { BenchModel } from './models.ts';
import type { OurStep, Steps } from './ourStep.ts';

/** As `npm run bench` has found it; by itself Debian's own, which sees Debian's PyTorch. */
export const python = process.env.PYTHON ?? '/usr/bin/python3';

/** Of a step of the largest model, many times over. */
const deadline = 300_000;

export class PeerStep {
  readonly #child: ChildProcess;
  readonly #lines: AsyncIterator<string>;
  readonly #folder: string;

  private constructor(child: ChildProcess, lines: AsyncIterator<string>, folder: string) {
    this.#child = child;
    this.#lines = lines;
    this.#folder = folder;
  }

  /** Starts from our first weights, on our batch; `null` where there is no PyTorch, or not this device. */
  static async start({ name }: BenchModel, ours: OurStep, device: string): Promise<PeerStep | null> {
    const folder = await mkdtemp(join(tmpdir(), 'cnn-lab-peer-'));
    const bytes = ({ buffer, byteOffset, byteLength }: Float32Array | Int32Array) =>
      new Uint8Array(buffer, byteOffset, byteLength);
    const parameters = Object.values(ours.firstWeights()).map(({ data }) => bytes(data));
    await writeFile(join(folder, 'parameters'), Buffer.concat(parameters));
    await writeFile(join(folder, 'images'), bytes(ours.standardised()));
    await writeFile(join(folder, 'labels'), bytes(ours.batch.labels));
    await writeFile(join(folder, 'batch.json'), JSON.stringify(ours.batchShape));
    const script = join(import.meta.dirname, '..', 'peer', 'step.py');
    const child = spawn(python, [script, name, folder, device], { stdio: ['pipe', 'pipe', 'inherit'] });
    const failed = once(child, 'error').then(() => null);
    child.stdin.on('error', () => undefined);
    const lines = createInterface(child.stdout)[Symbol.asyncIterator]();
    const peer = new PeerStep(child, lines, folder);
    const answered = await Promise.race([peer.run(1, 0).catch(() => null), failed]);
    if (answered !== null) return peer;
    await peer.end();
    return null;
  }

  async run(threads: number, steps: number): Promise<Steps> {
    const timer = setTimeout(() => this.#child.kill(), deadline);
    this.#child.stdin?.write(`${threads} ${steps}\n`);
    const { value, done } = await this.#lines.next();
    clearTimeout(timer);
    if (done) throw new Error('PyTorch ended; its messages are above');
    return JSON.parse(value);
  }

  async end(): Promise<void> {
    this.#child.kill();
    await rm(this.#folder, { recursive: true, force: true });
  }
}
