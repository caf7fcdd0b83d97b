import assert from 'node:assert/strict';
import path from 'node:path';
import { DeviceList } from '../../../src/editor/devices/list.ts';
import { deviceItems } from '../../../src/editor/devices/text.ts';
import { type DeviceReport, deviceChoices, deviceIds } from '../../../src/engine/deviceIds.ts';
import { listDevicesInChildProcess } from '../../../src/jobs/devices/list.ts';

const program = path.resolve(import.meta.dirname, '../../../dist/devices.cjs');

describe('devices of a window', () => {
  it('are tried once, and again after a change or a failure', async () => {
    let tries = 0;
    const list = new DeviceList(async () => {
      tries += 1;
      if (tries === 1) throw new Error('no process');
      return [];
    });
    await assert.rejects(list.get(), /no process/);
    assert.equal(await list.get(), await list.get());
    assert.equal(tries, 2);
    list.forget();
    await list.get();
    assert.equal(tries, 3);
  });

  it('are tried in a process of their own', async function () {
    this.timeout(120_000);
    const reports = await listDevicesInChildProcess(program, null);
    assert.deepEqual(
      reports.map(({ id }) => id),
      deviceIds,
    );
    assert.equal(reports[0]?.available, true);
    await assert.rejects(
      listDevicesInChildProcess(`${program}.missing`, null),
      /could not be tested \(code 1\): .*MODULE_NOT_FOUND/s,
    );
  });

  it('come with the automatic choice first, and with the reason of each that cannot be used last', () => {
    const reports = deviceIds.map(
      (id): DeviceReport => ({
        id,
        available: id === 'cpu' || id === 'tfjs',
        label: id.toUpperCase(),
        reason: id === 'cpu' || id === 'tfjs' ? null : `no ${id} here.`,
      }),
    );
    const items = deviceItems(reports);
    assert.deepEqual(
      items.map(({ choice }) => choice),
      ['auto', 'cpu', 'tfjs', 'webgpu', 'cuda', 'dml', 'coreml'],
    );
    assert.deepEqual([...deviceChoices].sort(), items.map(({ choice }) => choice).sort());
    const [, cpu, , webgpu] = items;
    assert.deepEqual([cpu?.label, cpu?.description, cpu?.detail], ['CPU', 'cpu', 'ONNX Runtime on the processor']);
    assert.deepEqual(
      [webgpu?.available, webgpu?.description, webgpu?.detail],
      [false, 'webgpu, not available here', 'no webgpu here.'],
    );
  });
});
