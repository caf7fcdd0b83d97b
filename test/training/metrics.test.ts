import assert from 'node:assert/strict';
import { mkdtemp, open, readdir, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { writeFileAtomically } from '../../src/data/files.ts';
import type { StepEvent } from '../../src/training/events.ts';
import { MetricsWriter } from '../../src/training/metrics.ts';
import { MetricsReader, parseMetrics } from '../../src/training/runReader.ts';

const step = (n: number): StepEvent => ({ event: 'step', step: n, epoch: 1, loss: 1 / n, seconds: n / 80 });
const full = { code: 'disk-full', message: /the disk is full\. Free some space, then resume the run\. \(ENOSPC\)/ };

describe('metrics', () => {
  let folder: string;
  let file: string;
  beforeEach(async () => {
    folder = await mkdtemp(path.join(tmpdir(), 'cnn-lab-'));
    file = path.join(folder, 'metrics.jsonl');
  });
  afterEach(() => rm(folder, { recursive: true }));

  it('keeps every event, in order, and tells less often than it is told', async () => {
    let told = 0;
    const metrics = await MetricsWriter.open(file, 0, () => {
      told++;
    });
    const steps = Array.from({ length: 5000 }, (_, i) => step(i + 1));
    for (const event of steps) metrics.write(event);
    const bytes = await metrics.sync();
    assert.equal(bytes, (await stat(file)).size);
    assert.deepEqual(parseMetrics(await readFile(file, 'utf8')), steps);
    assert.ok(told >= 1 && told < 100, `told ${told} times`);
    await metrics.close();
  });

  it('cuts off what came after the checkpoint that it goes on from', async () => {
    const first = await MetricsWriter.open(file, 0, () => undefined);
    first.write(step(1));
    const bytes = await first.sync();
    first.write(step(2));
    await first.close();
    const second = await MetricsWriter.open(file, bytes, () => undefined);
    second.write(step(3));
    await second.close();
    assert.deepEqual(parseMetrics(await readFile(file, 'utf8')), [step(1), step(3)]);
  });

  it('lets a reader tell that it begins anew', async () => {
    await writeFile(file, `${JSON.stringify(step(1))}\n`);
    const reader = new MetricsReader(folder);
    assert.deepEqual(await reader.read(), { reset: false, events: [step(1)] });
    const metrics = await MetricsWriter.open(file, 0, () => undefined);
    for (const n of [1, 2, 3]) metrics.write(step(n));
    await metrics.close();
    assert.deepEqual(await reader.read(), { reset: true, events: [1, 2, 3].map(step) });
  });

  // Other systems have no device that is always full.
  if (process.platform === 'linux') {
    it('says that the disk is full, at the latest when it has to be on the disk', async () => {
      const metrics = await MetricsWriter.open('/dev/full', 0, () => undefined);
      metrics.write(step(1));
      await assert.rejects(metrics.sync(), full);
      assert.throws(() => metrics.write(step(2)), full);
      await metrics.close();
    });

    it('keeps the old file whole when the disk is full, and nothing beside it', async () => {
      await writeFile(file, 'old');
      const writing = writeFileAtomically(file, async (handle) => {
        await handle.writeFile('new');
        const device = await open('/dev/full', 'w');
        await device.writeFile('new').finally(() => device.close());
      });
      await assert.rejects(writing, full);
      assert.equal(await readFile(file, 'utf8'), 'old');
      assert.deepEqual(await readdir(folder), ['metrics.jsonl']);
    });
  }
});
