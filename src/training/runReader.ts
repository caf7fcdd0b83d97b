/**
 * Reads run folders, whether the run is in progress or a week old. Light enough for the extension host. The files may
 * have been written by anyone, so `parseRun.ts` validates them. Newer versions are refused.
 */

import { open, readdir } from 'node:fs/promises';
import net from 'node:net';
import path from 'node:path';
import * as l10n from '@vscode/l10n';
import { readJson, systemCode } from '../data/files.ts';
import { UserError } from '../data/userError.ts';
import type { ModelSpec } from '../model/spec.ts';
import type { TrainingEvent } from './events.ts';
import {
  type DataNumbers,
  type Evaluation,
  type RunManifest,
  type RunStatus,
  runLayout,
  runVersion,
} from './layout.ts';
import { has, isDataNumbers, isEvaluation, isManifest, parseModel, parseStatus } from './parseRun.ts';
import { readTensor, type Tensor } from './safetensors.ts';

/** `killed`: its status says `running`, but there is no such trainer. */
export type RunState = RunStatus['state'] | 'killed';

export interface Run {
  /** Absolute path of the run folder. */
  readonly folder: string;
  readonly manifest: RunManifest;
  readonly status: RunStatus;
}

/** The folder for the runs of the model files in `folder`. */
export function runsFolder(folder: string): string {
  return path.join(folder, '.cnn-lab', 'runs');
}

/**
 * The folder that the model's data paths are relative to: where the model file is now, if its folder was moved together
 * with its runs, else where it was.
 */
export function modelFolder({ folder, manifest }: Pick<Run, 'folder' | 'manifest'>): string {
  const beside = path.resolve(folder, '../../..');
  return path.dirname(folder) === runsFolder(beside) ? beside : path.dirname(manifest.modelFile);
}

/** The runs of the model files in `folder`, newest first, without unreadable ones. */
export async function listRuns(folder: string): Promise<Run[]> {
  const parent = runsFolder(folder);
  const names = await readdir(parent).catch((error: unknown) => {
    if (systemCode(error) === 'ENOENT' || systemCode(error) === 'ENOTDIR') return [];
    throw error;
  });
  const runs = await Promise.all(names.map((name) => readRun(path.join(parent, name)).catch(() => null)));
  return runs
    .filter((run) => run !== null)
    .sort((a, b) => b.manifest.createdAt.localeCompare(a.manifest.createdAt) || b.folder.localeCompare(a.folder));
}

/** Throws a `UserError` if the folder is not a run, or one of a newer version. */
export async function readRun(folder: string): Promise<Run> {
  // One after the other, so that of two damaged files the same one is always reported.
  const manifest = readableManifest(await readJson(path.join(folder, runLayout.manifest)), folder);
  const status = parseStatus(await readJson(path.join(folder, runLayout.status)));
  if (manifest === null || status === null) {
    throw new UserError(
      'not-a-run',
      l10n.t('{0} is not a run folder: it has no complete {1}.', folder, runLayout.manifest),
    );
  }
  return { folder: path.resolve(folder), manifest, status };
}

export async function readModel(folder: string): Promise<ModelSpec> {
  const model = parseModel(await readJson(path.join(folder, runLayout.model)));
  if (model === null) throw new UserError('not-a-run', l10n.t('{0} has no readable {1}.', folder, runLayout.model));
  return model;
}

/** `null` if the run's data was never read, or by an older version. */
export async function readDataNumbers(folder: string): Promise<DataNumbers | null> {
  const numbers = await readJson(path.join(folder, runLayout.data));
  return isDataNumbers(numbers) ? numbers : null;
}

/** `null` until the run has been evaluated. */
export async function readEvaluation(folder: string): Promise<Evaluation | null> {
  const evaluation = await readJson(path.join(folder, runLayout.evaluation));
  return isEvaluation(evaluation) ? evaluation : null;
}

/** The current state of a run: it is `killed` if its trainer is gone, whatever its status says. */
export async function runState(status: RunStatus): Promise<RunState> {
  return status.state !== 'running' || (await isAlive(status)) ? status.state : 'killed';
}

/** Whether the trainer of this status still runs. Its socket has to answer, since process ids are reused. */
export async function isAlive(status: RunStatus): Promise<boolean> {
  if (!processExists(status.pid)) return false;
  return status.socket !== null && (await answers(status.socket));
}

/** Epochs whose weights are kept, ascending; 0 is the initial weights. */
export async function listCheckpoints(folder: string): Promise<number[]> {
  const sample = runLayout.checkpoint(0);
  const names = await readdir(path.join(folder, path.dirname(sample))).catch(() => []);
  const epochs = names.map((name) => Number(/^epoch-(\d+)\.safetensors$/.exec(name)?.[1] ?? Number.NaN));
  return epochs.filter((epoch) => !Number.isNaN(epoch)).sort((a, b) => a - b);
}

/** One tensor (`conv2d_1.weight`) as it was after an epoch; only its own bytes are read. */
export function readCheckpointTensor(folder: string, epoch: number, name: string): Promise<Tensor> {
  return readTensor(path.join(folder, runLayout.checkpoint(epoch)), name);
}

export interface MetricsChunk {
  /** The file was truncated (the run was resumed) or replaced: forget what came before. */
  readonly reset: boolean;
  readonly events: readonly TrainingEvent[];
}

/** Reads `metrics.jsonl` as it grows. An incomplete last line is left for the next time. */
export class MetricsReader {
  readonly #file: string;
  #offset = 0;
  #inode: bigint | null = null;

  constructor(folder: string) {
    this.#file = path.join(folder, runLayout.metrics);
  }

  /** What was appended since the last call; everything on the first call. */
  async read(): Promise<MetricsChunk> {
    const handle = await open(this.#file, 'r').catch((error: unknown) => {
      if (systemCode(error) === 'ENOENT') return null;
      throw error;
    });
    if (handle === null) return { reset: false, events: [] };
    try {
      const { ino, size } = await handle.stat({ bigint: true });
      const reset = this.#inode !== null && (ino !== this.#inode || Number(size) < this.#offset);
      if (reset) this.#offset = 0;
      this.#inode = ino;
      const bytes = Buffer.alloc(Number(size) - this.#offset);
      const { bytesRead } = await handle.read(bytes, 0, bytes.length, this.#offset);
      const complete = bytes.subarray(0, bytesRead).lastIndexOf(0x0a) + 1;
      this.#offset += complete;
      return { reset, events: parseMetrics(bytes.subarray(0, complete).toString('utf8')) };
    } finally {
      await handle.close();
    }
  }
}

/** The events of complete lines; torn lines are skipped. */
export function parseMetrics(text: string): TrainingEvent[] {
  const events: TrainingEvent[] = [];
  for (const line of text.split('\n')) {
    if (line === '') continue;
    try {
      const event: unknown = JSON.parse(line);
      if (isEvent(event)) events.push(event);
    } catch {
      // Torn by a crash.
    }
  }
  return events;
}

/** Whether a process with this id runs; ids are eventually reused. */
export function processExists(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return systemCode(error) === 'EPERM';
  }
}

function answers(socket: string): Promise<boolean> {
  return new Promise((resolve) => {
    const connection = net.connect(socket);
    const settle = (alive: boolean) => {
      connection.destroy();
      resolve(alive);
    };
    connection.once('connect', () => settle(true));
    connection.once('error', () => settle(false));
  });
}

/** The manifest. Throws a `UserError` if it is of a newer version. */
function readableManifest(value: unknown, folder: string): RunManifest | null {
  if (!has(value, 'version')) return null;
  if (typeof value.version === 'number' && value.version > runVersion) {
    throw new UserError(
      'run-newer',
      l10n.t(
        '{0} was written by a newer CNN Lab: its version is {1}, this one reads up to {2}. Update CNN Lab.',
        folder,
        value.version,
        runVersion,
      ),
    );
  }
  return value.version === runVersion && isManifest(value) ? value : null;
}

function isEvent(value: unknown): value is TrainingEvent {
  return has(value, 'event');
}
