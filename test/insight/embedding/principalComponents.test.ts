import assert from 'node:assert/strict';
import { uniform } from '../../../src/data/random.ts';
import { principalComponents } from '../../../src/insight/embedding/principalComponents.ts';

describe('principal components', () => {
  it('are the axes of points that lie along them', () => {
    // Deviations 3, 2 and 1 along (1,1,0)/√2, (1,−1,0)/√2 and (0,0,1), about the point (5, 6, 7).
    const axes = [
      [Math.SQRT1_2, Math.SQRT1_2, 0],
      [Math.SQRT1_2, -Math.SQRT1_2, 0],
      [0, 0, 1],
    ];
    const data = axes.flatMap((axis, index) =>
      [1, -1].flatMap((sign) => axis.map((value, i) => 5 + i + sign * (3 - index) * value)),
    );
    const { points, explained } = principalComponents(Float32Array.from(data), 3, 2);
    const rounded = [...points].map((value) => Math.round(value * 1e4) / 1e4 + 0);
    assert.deepEqual(rounded, [3, 0, -3, 0, 0, 2, 0, -2, 0, 0, 0, 0]);
    for (const [i, share] of [9 / 14, 4 / 14].entries()) assert.ok(Math.abs(explained[i]! - share) < 1e-6);
  });

  it('keep all distances where there are as many as dimensions', () => {
    const data = uniform({ seed: 1, purpose: 'initialise', stream: 0, step: 0 }, 40, -1, 1);
    const { points } = principalComponents(data, 4, 4);
    const distance = (of: Float32Array, a: number, b: number) =>
      Math.hypot(...[0, 1, 2, 3].map((i) => of[4 * a + i]! - of[4 * b + i]!));
    for (let a = 0; a < 10; a++)
      for (let b = 0; b < a; b++) assert.ok(Math.abs(distance(points, a, b) - distance(data, a, b)) < 1e-5);
  });

  it('are nothing where all points are one', () => {
    const { points, explained } = principalComponents(new Float32Array(12).fill(2), 3, 2);
    assert.deepEqual([[...points].every((value) => value === 0), explained], [true, [0, 0]]);
  });
});
