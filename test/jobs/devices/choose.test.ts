import assert from 'node:assert/strict';
import type { DeviceId } from '../../../src/engine/deviceIds.ts';
import type { Engine } from '../../../src/engine/engine.ts';
import { createOnnxRuntimeEngine } from '../../../src/engine/onnxruntime/index.ts';
import { type ChosenDevice, chooseDevice, type DeviceOpener, type Subject } from '../../../src/jobs/devices/choose.ts';
import { modelBuffers, modelParameters } from '../../../src/model/parameters.ts';
import type { Program } from '../../../src/tensor/program.ts';
import { initialise } from '../../../src/training/initialise.ts';
import { type Breakage, brokenEngine } from '../../support/brokenEngine.ts';
import { tinyModel } from '../../training/tinyModel.ts';

const model = tinyModel();
const subject: Subject = {
  model,
  training: model.training,
  data: { classNames: ['0', '1', '2', '3'], trainImages: 32 },
  tensors: initialise([...modelParameters(model), ...modelBuffers(model)], 1),
};

/** Devices that are there: the CPU, slowed down where asked, and others that break in some way. */
function devices(others: Partial<Record<DeviceId, Breakage>>, cpuDelay = 0) {
  const open = new Set<Engine>();
  const opener: DeviceOpener = {
    listOthers: async () => Object.keys(others) as DeviceId[],
    async open(id) {
      const engine =
        id === 'cpu' && cpuDelay === 0
          ? await createOnnxRuntimeEngine({ threads: 1 })
          : await brokenEngine(others[id] ?? { delay: cpuDelay }, id);
      const dispose = engine.dispose.bind(engine);
      open.add(engine);
      engine.dispose = async () => {
        open.delete(engine);
        await dispose();
      };
      return engine;
    },
  };
  /** The device chosen; all others have to be closed. */
  const choose = async (choice: Parameters<typeof chooseDevice>[0]): Promise<ChosenDevice> => {
    const chosen = await chooseDevice(choice, opener, subject);
    assert.deepEqual([...open], [chosen.engine]);
    await chosen.engine.dispose();
    return chosen;
  };
  return choose;
}

describe('the choice of a device', () => {
  it('takes the CPU where it is asked for, or alone', async () => {
    const asked = await devices({ webgpu: {} })('cpu');
    assert.deepEqual([asked.engine.device.id, asked.reason, asked.warning], ['cpu', 'as requested', null]);
    const alone = await devices({})('auto');
    assert.deepEqual([alone.engine.device.id, alone.warning], ['cpu', null]);
    assert.match(alone.reason, /only device/);
  });

  it('takes the device asked for that computes as the CPU does', async () => {
    const { engine, reason, warning } = await devices({ webgpu: {} })('webgpu');
    assert.deepEqual([engine.device.id, warning], ['webgpu', null]);
    assert.match(reason, /^as requested; its training steps agree/);
  });

  it('falls back to the CPU from one that computes wrongly, and names the op and the layer', async () => {
    const { engine, warning } = await devices({ webgpu: { wrongOp: 'conv2d' } })('webgpu');
    assert.equal(engine.device.id, 'cpu');
    assert.match(warning ?? '', /GPU \(WebGPU\) computes conv2d in conv2d_1 differently from the CPU, by 50%/);
    assert.match(warning ?? '', /trains on the CPU instead/);
  });

  it('falls back from one that fails, with its words', async () => {
    const failure = () => new Error('No such shader');
    const { engine, warning } = await devices({ webgpu: { failure } })('webgpu');
    assert.equal(engine.device.id, 'cpu');
    assert.match(warning ?? '', /cannot compute this model: No such shader\./);
  });

  it('takes the fastest of its own accord, and says the times', async () => {
    // The slow one waits far longer than a step of this model takes.
    const slow = await devices({ webgpu: { delay: 400 } })('auto');
    assert.deepEqual([slow.engine.device.id, slow.warning], ['cpu', null]);
    assert.match(
      slow.reason,
      /the fastest .*CPU, 1 thread [\d.]+ ms; GPU \(WebGPU\) not tested: a matrix product takes .* ms on it, .* ms on the CPU/,
    );
    const fast = await devices({ webgpu: {} }, 400)('auto');
    assert.equal(fast.engine.device.id, 'webgpu');
    assert.match(fast.reason, /correctly.*: GPU \(WebGPU\) [\d.]+ ms; GPU \(WebGPU\) [\d,]+ ms$/);
  });

  it('passes over one that fails at the batch size of the run of its own accord, and says why', async () => {
    // The comparison before it takes four images.
    const failure = (_run: number, { inputs }: Program) =>
      inputs.some(({ value: { shape } }) => shape.length === 4 && shape[0]! > 4) ? new Error('No such shader') : null;
    const { engine, reason, warning } = await devices({ webgpu: { failure } })('auto');
    assert.deepEqual([engine.device.id, warning], ['cpu', null]);
    assert.match(
      reason,
      /: CPU, 1 thread [\d.]+ ms; GPU \(WebGPU\) fails at the batch size of this run: No such shader$/,
    );
  });

  it('passes over one that computes wrongly of its own accord, and warns', async () => {
    const { engine, warning } = await devices({ webgpu: { wrongOp: 'relu' }, tfjs: {} }, 400)('auto');
    assert.equal(engine.device.id, 'tfjs');
    assert.match(warning ?? '', /computes relu in relu_1 differently/);
  });

  it('passes over one that cannot be opened of its own accord, and says why', async () => {
    const cpu = await createOnnxRuntimeEngine({ threads: 1 });
    const opener: DeviceOpener = {
      listOthers: async () => ['webgpu'],
      async open(id) {
        if (id !== 'cpu') throw new Error('Its memory is taken.');
        return cpu;
      },
    };
    const { engine, warning } = await chooseDevice('auto', opener, subject);
    assert.equal(engine, cpu);
    assert.equal(warning, 'Its memory is taken.');
    await engine.dispose();
  });

  it('closes what it has opened where the device asked for cannot be used', async () => {
    const cpu = await createOnnxRuntimeEngine({ threads: 1 });
    let closed = false;
    const opener: DeviceOpener = {
      listOthers: async () => [],
      async open(id) {
        if (id !== 'cpu') throw new Error('none');
        const dispose = cpu.dispose.bind(cpu);
        cpu.dispose = async () => {
          closed = true;
          await dispose();
        };
        return cpu;
      },
    };
    await assert.rejects(chooseDevice('webgpu', opener, subject), /none/);
    assert.ok(closed);
  });
});
