import assert from 'node:assert/strict';
import { gradients } from '../../../src/tensor/differentiate.ts';
import { elu, gelu, hardswish, leakyRelu, silu } from '../../../src/tensor/functions/activations.ts';
import { sum } from '../../../src/tensor/ops/index.ts';
import type { Value } from '../../../src/tensor/program.ts';
import { input } from '../../../src/tensor/values.ts';
import { evaluate } from '../../support/reference.ts';

/** Φ, the normal distribution function, by Simpson's rule. */
function normal(x: number): number {
  const steps = 2000;
  const density = (t: number) => Math.exp((-t * t) / 2) / Math.sqrt(2 * Math.PI);
  let total = density(-10) + density(x);
  for (let i = 1; i < steps; i += 1) total += density(-10 + (i * (x + 10)) / steps) * (i % 2 === 0 ? 2 : 4);
  return (total * (x + 10)) / steps / 3;
}

const activations: Readonly<Record<string, readonly [(x: Value) => Value, (x: number) => number]>> = {
  leakyRelu: [(x) => leakyRelu(x, 0.2), (x) => (x > 0 ? x : 0.2 * x)],
  elu: [(x) => elu(x, 1.5), (x) => (x > 0 ? x : 1.5 * Math.expm1(x))],
  gelu: [gelu, (x) => x * normal(x)],
  silu: [silu, (x) => x / (1 + Math.exp(-x))],
  hardswish: [hardswish, (x) => (x <= -3 ? 0 : x >= 3 ? x : (x * (x + 3)) / 6)],
};

describe('activations', () => {
  const points = [-1000, -7, -3.5, -2.9, -1, -0.1, 0.1, 1, 2.9, 3.5, 7, 1000];

  for (const [name, [activation, formula]] of Object.entries(activations)) {
    it(`${name}: value and slope`, () => {
      const x = input([points.length]);
      const y = activation(x);
      const [slopes] = gradients(sum(y), [x]);
      const given = new Map([[x, Float64Array.from(points)]]);
      const [values, derivatives] = evaluate([y, slopes!], given);
      for (const [index, point] of points.entries()) {
        const what = `${name}(${point})`;
        if (point > -10)
          assert.ok(Math.abs(values![index]! - formula(point)) < 1e-6 * Math.max(1, Math.abs(point)), what);
        assert.ok(Number.isFinite(derivatives![index]!), `slope of ${what}`);
        if (Math.abs(point) > 10) continue;
        const slope = (formula(point + 1e-5) - formula(point - 1e-5)) / 2e-5;
        assert.ok(
          Math.abs(derivatives![index]! - slope) < 1e-5,
          `slope of ${what}: ${derivatives![index]}, by differences ${slope}`,
        );
      }
    });
  }
});
