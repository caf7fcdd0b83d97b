import assert from 'node:assert/strict';
import { StepSeries } from '../../src/panels/stepSeries.ts';

describe('StepSeries', () => {
  it('comes out of its chunks as it went in, whatever their sizes', () => {
    const sent = new StepSeries();
    const received = new StepSeries();
    for (let step = 1; step <= 10_000; step++) {
      sent.push(step, 1 / step, step / 100);
      if (step % 1237 === 0 || step < 4) {
        received.apply(sent.chunk(received.length));
      }
    }
    received.apply(sent.chunk(received.length));
    assert.deepEqual([...received.steps], [...sent.steps]);
    assert.deepEqual([...received.losses], [...sent.losses]);
    assert.deepEqual([...received.seconds], [...sent.seconds]);
    assert.equal(received.steps.at(-1), 10_000);
  });

  it('replaces from where a chunk begins', () => {
    const series = new StepSeries();
    for (const step of [1, 2, 3, 4]) {
      series.push(step, step, step);
    }
    series.apply({ from: 2, steps: Uint32Array.of(3), losses: Float32Array.of(30), seconds: Float32Array.of(3) });
    assert.deepEqual([...series.losses], [1, 2, 30]);
  });

  it('refuses a gap', () => {
    const chunk = { from: 2, steps: new Uint32Array(1), losses: new Float32Array(1), seconds: new Float32Array(1) };
    assert.throws(() => new StepSeries().apply(chunk), RangeError);
  });

  it('hands out copies', () => {
    const series = new StepSeries();
    series.push(1, 1, 1);
    const chunk = series.chunk(0);
    assert.equal(chunk.losses.buffer.byteLength, 4);
    series.truncate(0);
    series.push(1, 9, 1);
    assert.equal(chunk.losses[0], 1);
  });
});
