/**
 * Chooses the device that a run trains on. No device but the CPU is trusted unseen: the run's own training step is
 * first compared with the CPU's. `auto` takes the fastest that agrees, by that step's time.
 */
import * as l10n from '@vscode/l10n';
import { messageOf } from '../../data/errorMessage.ts';
import type { DataSource } from '../../data/source.ts';
import { UserError } from '../../data/userError.ts';
import type { DeviceChoice, DeviceId } from '../../engine/deviceIds.ts';
import { createEngine, type DeviceOptions, listDevices } from '../../engine/devices.ts';
import type { Engine } from '../../engine/engine.ts';
import { formatCount, formatDecimal, formatTenths } from '../../model/format.ts';
import type { ModelSpec, TrainingSpec } from '../../model/spec.ts';
import { matmul, sum } from '../../tensor/ops/index.ts';
import { input } from '../../tensor/values.ts';
import { noiseBatch, noiseImages } from '../../training/noise.ts';
import type { Tensor } from '../../training/safetensors.ts';
import { Session } from '../../training/session.ts';
import { compareSteps, type Trial } from '../../training/trust.ts';

export interface ChosenDevice {
  readonly engine: Engine;
  /** Why this one: `as asked for; its training steps agree with the CPU's`. */
  readonly reason: string;
  /** A warning that a device was not used because it computes wrongly. */
  readonly warning: string | null;
}

/** The model to train. */
export interface Subject {
  readonly model: ModelSpec;
  readonly training: TrainingSpec;
  /** What is known of the data before it is read. */
  readonly data: Pick<DataSource, 'classNames' | 'trainImages'>;
  readonly tensors: Readonly<Record<string, Tensor>>;
}

/** Opens devices; tests pass their own. */
export interface DeviceOpener {
  /** The usable devices, without the CPU. */
  listOthers(): Promise<readonly DeviceId[]>;
  /** Opens a device. Throws a `UserError` if it cannot be used. */
  open(id: DeviceId): Promise<Engine>;
}

export type OpenDevices = (choice: DeviceChoice, options: DeviceOptions) => DeviceOpener;

/** Starts looking for devices at once if they will be needed: that takes as long as reading the data. */
export const openDevices: OpenDevices = (choice, options) => {
  const reports = choice === 'auto' ? listDevices(options.project) : null;
  // Reported when the devices are asked for.
  reports?.catch(() => undefined);
  return {
    async listOthers() {
      const found = await (reports ?? listDevices(options.project));
      return found.filter(({ id, available }) => available && id !== 'cpu').map(({ id }) => id);
    },
    open: (id) => createEngine(id, options),
  };
};

/** Images in each of the two batches of the comparison. */
const trialSize = 4;

export async function chooseDevice(
  choice: DeviceChoice,
  devices: DeviceOpener,
  subject: Subject,
): Promise<ChosenDevice> {
  const cpu = await devices.open('cpu');
  if (choice === 'cpu') return { engine: cpu, reason: l10n.t('as requested'), warning: null };
  try {
    return choice === 'auto' ? await fastest(cpu, devices, subject) : await asked(choice, cpu, devices, subject);
  } catch (error) {
    await cpu.dispose();
    throw error;
  }
}

async function asked(id: DeviceId, cpu: Engine, devices: DeviceOpener, subject: Subject): Promise<ChosenDevice> {
  const engine = await devices.open(id);
  const complaint = await complaintOf(engine, cpu, subject);
  if (complaint === null) {
    await cpu.dispose();
    return { engine, reason: l10n.t("as requested; its training steps agree with the CPU's"), warning: null };
  }
  await engine.dispose().catch(() => undefined);
  const warning = l10n.t('{0} This run trains on the CPU instead.', complaint);
  return { engine: cpu, reason: complaint, warning };
}

async function fastest(cpu: Engine, devices: DeviceOpener, subject: Subject): Promise<ChosenDevice> {
  const others = await devices.listOthers();
  if (others.length === 0)
    return { engine: cpu, reason: l10n.t('the only device that can be used here'), warning: null };
  const complaints: string[] = [];
  /** Of devices that compute correctly, as far as is known, and are not chosen. */
  const passedOver: string[] = [];
  const product = await productTime(cpu);
  const candidates: { readonly engine: Engine; readonly milliseconds: number }[] = [
    { engine: cpu, milliseconds: await stepTime(cpu, subject) },
  ];
  for (const id of others) {
    // A device that was there a moment ago may be gone, or its memory taken.
    const engine = await devices.open(id).catch((error: unknown) => {
      complaints.push(messageOf(error));
      return null;
    });
    if (engine === null) continue;
    // Whatever fails at this fails at the comparison, too, which says why.
    const itsProduct = await productTime(engine).catch(() => 0);
    // A few milliseconds are a GPU's round trip.
    if (itsProduct > Math.max(100, 2 * product)) {
      passedOver.push(
        l10n.t(
          '{0} not tested: a matrix product takes {1} on it, {2} on the CPU',
          engine.device.label,
          inMilliseconds(itsProduct),
          inMilliseconds(product),
        ),
      );
      await engine.dispose().catch(() => undefined);
      continue;
    }
    const complaint = await complaintOf(engine, cpu, subject);
    if (complaint !== null) complaints.push(complaint);
    const milliseconds =
      complaint === null
        ? await stepTime(engine, subject).catch((error: unknown) => {
            passedOver.push(
              l10n.t('{0} fails at the batch size of this run: {1}', engine.device.label, ownWords(error)),
            );
            return null;
          })
        : null;
    if (milliseconds === null) await engine.dispose().catch(() => undefined);
    else candidates.push({ engine, milliseconds });
  }
  candidates.sort((a, b) => a.milliseconds - b.milliseconds);
  const [best, ...rest] = candidates;
  if (best === undefined) throw new Error('There is always the CPU');
  for (const { engine } of rest) await engine.dispose().catch(() => undefined);
  const times = candidates.map(({ engine, milliseconds }) => `${engine.device.label} ${inMilliseconds(milliseconds)}`);
  const reason = l10n.t(
    'the fastest that computes this model correctly, by its own training step: {0}',
    [...times, ...passedOver, ...complaints].join('; '),
  );
  return { engine: best.engine, reason, warning: complaints.length === 0 ? null : complaints.join(' ') };
}

/** Of a device that is lost: there is no run yet that could be resumed. */
const ownWords = (error: unknown): string => messageOf(error instanceof UserError ? (error.cause ?? error) : error);

const inMilliseconds = (time: number): string => `${time < 10 ? formatTenths(time) : formatCount(time)} ms`;

/** The objection to a device; `null` if it computes the run's training steps as the CPU does. */
async function complaintOf(engine: Engine, cpu: Engine, subject: Subject): Promise<string | null> {
  const { label } = engine.device;
  try {
    const differs = await compareSteps(engine, cpu, trialOf(subject));
    if (differs === null) return null;
    if (!Number.isFinite(differs.by)) return l10n.t('{0} computes {1} as NaN.', label, differs.what);
    const by = formatDecimal(100 * differs.by);
    return l10n.t('{0} computes {1} differently from the CPU, by {2}%.', label, differs.what, by);
  } catch (error) {
    return l10n.t('{0} cannot compute this model: {1}.', label, messageOf(error));
  }
}

function trialOf({ model, training, data, tensors }: Subject): Trial {
  const images = noiseImages(model);
  const batches = [1, 2].map((seed) => noiseBatch(images, trialSize, data.classNames.length, seed));
  return { model, training, images, batches, tensors };
}

/**
 * Milliseconds of a matrix product, which reveals a GPU in software before all of a model's shaders are compiled for
 * it.
 */
async function productTime(engine: Engine): Promise<number> {
  const size = 512;
  const [a, b] = [input([size, size]), input([size, size])];
  const executable = await engine.compile({
    inputs: [
      { name: 'a', value: a },
      { name: 'b', value: b },
    ],
    state: [],
    outputs: [{ name: 'sum', value: sum(matmul(a, b)) }],
  });
  const state = await engine.createState({});
  try {
    const ones = new Float32Array(size * size).fill(1);
    const times: number[] = [];
    for (let run = 0; run < 2; run += 1) {
      const before = performance.now();
      await executable.run(state, { a: ones, b: ones });
      times.push(performance.now() - before);
    }
    // The first run compiles.
    return Math.min(...times.slice(1));
  } finally {
    await executable.dispose();
    await state.dispose();
  }
}

/** Milliseconds of a training step at the run's batch size: the best of three, or of as many as fit into a second. */
async function stepTime(engine: Engine, { model, training, data, tensors }: Subject): Promise<number> {
  const { classNames, trainImages } = data;
  const images = noiseImages(model);
  const session = await Session.create(engine, model, training, images, tensors);
  try {
    const batch = noiseBatch(images, Math.min(training.batchSize, trainImages), classNames.length, 1);
    // The first run compiles.
    await session.train(batch, 1, 0);
    let best = Number.POSITIVE_INFINITY;
    const started = performance.now();
    for (let step = 2; step <= 4 && (step === 2 || performance.now() - started < 1000); step += 1) {
      const before = performance.now();
      await session.train(batch, step, 0);
      best = Math.min(best, performance.now() - before);
    }
    return best;
  } finally {
    await session.dispose();
  }
}
