/** Devices that fail a run: what is kept, what is reported, and how the run resumes. */
import assert from 'node:assert/strict';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import type { Engine } from '../../../src/engine/engine.ts';
import { createOnnxRuntimeEngine } from '../../../src/engine/onnxruntime/index.ts';
import type { OpenDevices } from '../../../src/jobs/devices/choose.ts';
import { isResumable } from '../../../src/jobs/runs/trackedRun.ts';
import type { TrainingRequest } from '../../../src/jobs/trainer/request.ts';
import { runTrainingJob } from '../../../src/jobs/trainer/trainingJob.ts';
import type { TrainingSpec } from '../../../src/model/spec.ts';
import { runLayout } from '../../../src/training/layout.ts';
import { readRun } from '../../../src/training/runReader.ts';
import { type Breakage, brokenEngine } from '../../support/brokenEngine.ts';
import { writeTinyData } from '../../training/tinyData.ts';
import { tinyModel } from '../../training/tinyModel.ts';

const never = new AbortController().signal;

describe('a run on a device that fails', () => {
  let folder: string;
  let modelFile: string;
  before(async () => {
    folder = await mkdtemp(path.join(tmpdir(), 'cnn-lab-'));
    modelFile = path.join(folder, 'corners.cnn.ts');
    await writeTinyData(folder);
    await writeFile(modelFile, '// The model is given to the job as data in these tests.\n');
  });
  after(() => rm(folder, { recursive: true }));

  /** A computer with a GPU that breaks in some way. */
  const computer =
    (gpu: Breakage): OpenDevices =>
    () => ({
      listOthers: async () => ['webgpu'],
      open: (id): Promise<Engine> => (id === 'cpu' ? createOnnxRuntimeEngine({ threads: 1 }) : brokenEngine(gpu, id)),
    });

  const begin = (name: string, gpu: Breakage, training: Partial<TrainingSpec> = {}) => {
    const request: TrainingRequest = {
      ...{ kind: 'new', modelFile, run: path.join(folder, name), device: 'webgpu', threads: 1 },
      ...{ epochs: null, seed: null, maxSteps: null },
    };
    const read = async () => ({ model: tinyModel(training), files: [modelFile] });
    return runTrainingJob(request, read, never, {}, computer(gpu));
  };
  const resume = (name: string, gpu: Breakage, device?: 'cpu') => {
    const request: TrainingRequest = {
      kind: 'resume',
      run: path.join(folder, name),
      maxSteps: null,
      ...(device && { device }),
    };
    return runTrainingJob(request, () => assert.fail('read'), never, {}, computer(gpu));
  };
  /** Only whole batches of the run's own size: the trial's are smaller. */
  const dies = (at: number) => {
    let batches = 0;
    return (_: number, { inputs }: { inputs: readonly { name: string; value: { shape: readonly number[] } }[] }) => {
      if (inputs.find(({ name }) => name === 'images')?.value.shape[0] === 16) batches += 1;
      return batches === at ? new Error('A valid external Instance reference no longer exists.') : null;
    };
  };

  it('stops resumably where the device is lost, and goes on there with the same bits', async () => {
    const whole = await begin('whole', {});
    // In the second epoch: each has five whole batches, and evaluations have two more.
    const lost = begin('lost', { failure: dies(10) });
    await assert.rejects(lost, {
      code: 'device-lost',
      message: /GPU \(WebGPU\) failed: A valid external.*resume the run/,
    });
    const { status, manifest } = await readRun(path.join(folder, 'lost'));
    assert.equal(status.state, 'failed');
    assert.equal(status.error?.code, 'device-lost');
    assert.ok(isResumable({ state: 'failed', error: status.error }));
    assert.match(manifest.deviceReason ?? '', /^as requested/);
    const end = await resume('lost', {});
    assert.deepEqual([end.reason, end.device, end.steps], ['done', 'webgpu', whole.steps]);
    const state = (name: string) => readFile(path.join(folder, name, runLayout.checkpoint(4)));
    assert.ok((await state('lost')).equals(await state('whole')));
  });

  it('goes on elsewhere where the user says so, and the manifest tells', async () => {
    await assert.rejects(begin('moved', { failure: dies(10) }), { code: 'device-lost' });
    const end = await resume('moved', {}, 'cpu');
    assert.deepEqual([end.reason, end.device], ['done', 'cpu']);
    const { manifest } = await readRun(path.join(folder, 'moved'));
    assert.deepEqual([manifest.device.id, manifest.deviceReason], ['cpu', 'as requested']);
  });

  it('does not go on elsewhere unasked: where its device computes wrongly now, it says so', async () => {
    await assert.rejects(begin('differs', { failure: dies(10) }), { code: 'device-lost' });
    const message = /computes conv2d in conv2d_1 differently.*%\. The run was started on GPU \(WebGPU\).*--device cpu/;
    await assert.rejects(resume('differs', { wrongOp: 'conv2d' }), { code: 'device-differs', message });
    assert.equal((await readRun(path.join(folder, 'differs'))).status.error?.code, 'device-lost');
  });

  it('trains on the CPU from the beginning where the device computes wrongly, and the log tells', async () => {
    const end = await begin('wrong', { wrongOp: 'maxPool2dGradient' }, { epochs: 1 });
    assert.equal(end.device, 'cpu');
    const { manifest } = await readRun(path.join(folder, 'wrong'));
    assert.match(manifest.deviceReason ?? '', /maxPool2dGradient on the way back to batchNorm2d_1\.bias/);
    const log = await readFile(path.join(folder, 'wrong', runLayout.log), 'utf8');
    assert.match(log, /on CPU, 1 thread: .*maxPool2dGradient/);
  });

  it('names the largest batch that fits the memory of the device', async () => {
    const tooLarge = (_: number, { inputs }: Parameters<ReturnType<typeof dies>>[1]) => {
      const size = inputs.find(({ name }) => name === 'images')?.value.shape[0] ?? 0;
      return size > 10 ? new Error('WebGPU device error(2): Out of memory') : null;
    };
    const message =
      /A batch of 64 images does not fit in the memory of GPU \(WebGPU\)\. The largest that fits is 8: set batchSize/;
    await assert.rejects(begin('large', { failure: tooLarge }, { batchSize: 64 }), { code: 'out-of-memory', message });
  });
});
