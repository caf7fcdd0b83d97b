import assert from 'node:assert/strict';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { createEngine, listDevices } from '../../../src/engine/devices.ts';
import { loadTensorFlow, supplyIsNullOrUndefined } from '../../../src/engine/tfjs/load.ts';
import { findTensorFlow } from '../../../src/engine/tfjs/packages.ts';
import { fakeTensorFlowCode, useDataFolder, writeFakeTensorFlow } from './fakeTensorFlow.ts';

describe('loading TensorFlow', function () {
  this.timeout(60_000);
  let folder: string;
  let nowhere: string;
  let restore: () => void;
  before(async () => {
    nowhere = await mkdtemp(path.join(tmpdir(), 'cnn-lab-'));
    // What is installed on this machine is not what is tested.
    restore = useDataFolder(nowhere);
  });
  after(async () => {
    restore();
    await rm(nowhere, { recursive: true });
  });
  beforeEach(async () => {
    folder = await mkdtemp(path.join(tmpdir(), 'cnn-lab-'));
  });
  afterEach(() => rm(folder, { recursive: true }));

  const tfjsOf = async (project: string | null) => (await listDevices(project)).find(({ id }) => id === 'tfjs');
  const load = () => loadTensorFlow(findTensorFlow(folder, nowhere) ?? assert.fail());

  it('supplies what Node ≥ 23 lacks, and leaves what is there', () => {
    const util: { isNullOrUndefined?: (value: unknown) => boolean } = {};
    supplyIsNullOrUndefined(util);
    const given = util.isNullOrUndefined;
    assert.deepEqual(
      [null, undefined, 0, ''].map((value) => given?.(value)),
      [true, true, false, false],
    );
    supplyIsNullOrUndefined(util);
    assert.equal(util.isNullOrUndefined, given);
  });

  it('makes a device of what it finds', async () => {
    await writeFakeTensorFlow(folder, 'gpu');
    assert.deepEqual(await tfjsOf(folder), {
      id: 'tfjs',
      available: true,
      label: 'CPU (TensorFlow.js, which found no GPU)',
      reason: null,
    });
    const engine = await createEngine('tfjs', { threads: null, project: folder });
    assert.deepEqual(engine.device, { id: 'tfjs', label: 'CPU (TensorFlow.js, which found no GPU)', threads: 1 });
    await engine.dispose();
  });

  it('names the GPU that TensorFlow uses', async () => {
    const onGpu = 'module.exports = { ...module.exports, backend: () => ({ isUsingGpuDevice: true }) };';
    await writeFakeTensorFlow(folder, 'gpu', { code: fakeTensorFlowCode(onGpu) });
    assert.equal((await load()).label, 'NVIDIA GPU (TensorFlow.js)');
  });

  it('says how to get it where there is none, also of a project that is not trusted', async () => {
    const absent = /is not installed\. Run "CNN: Install the TensorFlow GPU engine"/;
    assert.match((await tfjsOf(folder))?.reason ?? '', absent);
    await writeFakeTensorFlow(folder, 'cpu');
    assert.match((await tfjsOf(null))?.reason ?? '', absent);
    await assert.rejects(createEngine('tfjs', { threads: null, project: null }), {
      name: 'UserError',
      code: 'device-unavailable',
      message: /^The device tfjs cannot be used here\. TensorFlow is not installed.* auto takes what works here\.$/,
    });
  });

  it('names the folder of one that is too old or does not load', async () => {
    await writeFakeTensorFlow(folder, 'cpu', { version: '1.7.4' });
    await assert.rejects(load(), /@tensorflow\/tfjs-node in .*tfjs-node is 1\.7\.4; CNN Lab needs 4\.x/);
    await writeFakeTensorFlow(folder, 'cpu', { code: "throw new Error('no libtensorflow.so.2\\nstack');" });
    const broken = /tfjs-node 4\.22\.0 in .*tfjs-node cannot be loaded: no libtensorflow\.so\.2 Install it again\./;
    await assert.rejects(load(), broken);
    assert.match((await tfjsOf(folder))?.reason ?? '', broken);
  });

  it('survives one that takes its process with it', async () => {
    await writeFakeTensorFlow(folder, 'cpu', {
      code: "console.error('F driver lost'); process.kill(process.pid, 'SIGKILL');",
    });
    assert.match((await tfjsOf(folder))?.reason ?? '', /trial process ended with SIGKILL: F driver lost/);
  });

  it('finds one that computes wrongly', async () => {
    const wrong = 'module.exports = { ...module.exports, mul: (a) => module.exports.clone(a) };';
    await writeFakeTensorFlow(folder, 'cpu', { code: fakeTensorFlowCode(wrong) });
    assert.match((await tfjsOf(folder))?.reason ?? '', /computes wrongly: 1, 2, 3, 4 by 4 is 1, 2, 3, 4\./);
  });
});
