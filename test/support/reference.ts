/**
 * Runs tensor programs in float64 by the definitions of the ops, in plain loops: the reference for engines, and for
 * derivatives by finite differences.
 */
import type { Window2d } from '../../src/tensor/ops/window.ts';
import { topologicalOrder } from '../../src/tensor/order.ts';
import type { AppliedOp, OpName, Value } from '../../src/tensor/program.ts';
import { type Shape, sizeOf } from '../../src/tensor/shape.ts';

export type Numbers = Float64Array;

/** The requested values, given numbers for the inputs they depend on. */
export function evaluate(asked: readonly Value[], given: ReadonlyMap<Value, Numbers>): Numbers[] {
  const known = new Map(given);
  const find = (value: Value): Numbers => {
    const numbers = known.get(value);
    if (numbers === undefined) throw new Error(`no numbers for ${value.source.op} [${value.shape}]`);
    return numbers;
  };
  for (const value of topologicalOrder(asked)) {
    const { source } = value;
    if (known.has(value)) continue;
    if (source.op === 'constant') known.set(value, Float64Array.from(source.attributes.data));
    else if (source.op !== 'input') known.set(value, run(source, source.inputs.map(find), value.shape));
  }
  return asked.map(find);
}

type Kernel<K extends OpName> = (call: AppliedOp<K>, numbers: readonly Numbers[], shape: Shape) => Numbers;

const run = <K extends OpName>(call: AppliedOp<K>, numbers: readonly Numbers[], shape: Shape): Numbers =>
  kernels[call.op](call, numbers, shape);

/** Coordinates of every element in row-major order. */
export function* coordinates(shape: Shape): Generator<number[]> {
  const at = shape.map(() => 0);
  for (let count = sizeOf(shape); count > 0; count -= 1) {
    yield [...at];
    for (let axis = shape.length - 1; axis >= 0; axis -= 1) {
      at[axis]! += 1;
      if (at[axis]! < shape[axis]!) break;
      at[axis] = 0;
    }
  }
}

/** In a loop: of all that is here, this is called the most by far. */
function offset(shape: Shape, at: readonly number[]): number {
  let sum = 0;
  for (let axis = 0; axis < at.length; axis += 1) sum = sum * shape[axis]! + at[axis]!;
  return sum;
}

/** A result whose element at `coordinates` is f(coordinates). */
const fill = (shape: Shape, f: (at: number[]) => number): Numbers => Float64Array.from(coordinates(shape), f);

/** Reads an element, aligned at the end and repeated along axes of 1. */
const broadcastAt = (shape: Shape, at: readonly number[]): number =>
  offset(
    shape,
    shape.map((size, axis) => (size === 1 ? 0 : at[at.length - shape.length + axis]!)),
  );

const elementwise =
  (f: (...operands: number[]) => number) =>
  ({ inputs }: { readonly inputs: readonly Value[] }, numbers: readonly Numbers[], shape: Shape): Numbers =>
    fill(shape, (at) => f(...numbers.map((each, index) => each[broadcastAt(inputs[index]!.shape, at)]!)));

/** Values of x by the place in the result that they reduce to. */
function reduce(x: Value, numbers: Numbers, axes: readonly number[], f: (values: number[]) => number): Numbers {
  const kept = x.shape.map((size, axis) => (axes.includes(axis) ? 1 : size));
  const groups = Array.from({ length: sizeOf(kept) }, (): number[] => []);
  let index = 0;
  for (const at of coordinates(x.shape)) {
    groups[broadcastAt(kept, at)]!.push(numbers[index]!);
    index += 1;
  }
  return Float64Array.from(groups, f);
}

const total = (values: readonly number[]): number => values.reduce((sum, value) => sum + value, 0);

/** Visits every (input pixel, output pixel, window position) that meet; input pixels outside the image are skipped. */
function* meetings(input: readonly number[], output: readonly number[], window: Window2d) {
  const { size, stride, padding, dilation } = window;
  for (let r = 0; r < output[0]!; r += 1)
    for (let c = 0; c < output[1]!; c += 1)
      for (let i = 0; i < size[0]; i += 1)
        for (let j = 0; j < size[1]; j += 1) {
          const y = r * stride[0] + i * dilation[0] - padding[0];
          const x = c * stride[1] + j * dilation[1] - padding[2];
          if (y >= 0 && y < input[0]! && x >= 0 && x < input[1]!) yield [y, x, r, c, i, j] as const;
        }
}

/** All index triples (input, kernel, output) of a convolution, as flat offsets. */
function convolution(
  x: Shape,
  kernel: Shape,
  y: Shape,
  window: Omit<Window2d, 'size'> & { groups: number },
  visit: (x: number, kernel: number, y: number) => void,
): void {
  const perGroup = y[1]! / window.groups;
  const full = { ...window, size: [kernel[2]!, kernel[3]!] as const };
  for (const [row, column, r, c, i, j] of meetings(x.slice(2), y.slice(2), full))
    for (let n = 0; n < x[0]!; n += 1)
      for (let o = 0; o < y[1]!; o += 1) {
        const first = Math.floor(o / perGroup) * kernel[1]!;
        const to = offset(y, [n, o, r, c]);
        for (let k = 0; k < kernel[1]!; k += 1)
          visit(offset(x, [n, first + k, row, column]), offset(kernel, [o, k, i, j]), to);
      }
}

/** For each output of max pooling, the offset of the input it took: the first of the largest. */
function largest(x: Shape, y: Shape, window: Window2d, numbers: Numbers): Int32Array {
  const taken = new Int32Array(sizeOf(y)).fill(-1);
  for (const [row, column, r, c] of meetings(x.slice(2), y.slice(2), window))
    for (let n = 0; n < x[0]!; n += 1)
      for (let channel = 0; channel < x[1]!; channel += 1) {
        const to = offset(y, [n, channel, r, c]);
        const from = offset(x, [n, channel, row, column]);
        if (taken[to] === -1 || numbers[from]! > numbers[taken[to]!]!) taken[to] = from;
      }
  return taken;
}

function softmax(x: Value, numbers: Numbers, axis: number): Numbers {
  const sums = reduce(x, numbers.map(Math.exp), [axis], total);
  const kept = x.shape.with(axis, 1);
  return fill(x.shape, (at) => Math.exp(numbers[offset(x.shape, at)]!) / sums[broadcastAt(kept, at)]!);
}

/** erf(x) = 2/√π·e^(−x²)·Σ 2ⁿx²ⁿ⁺¹/(2n+1)!!: no cancellation (Abramowitz & Stegun 7.1.6). */
function erf(x: number): number {
  if (Math.abs(x) > 6) return Math.sign(x);
  let [term, sum] = [x, x];
  for (let n = 1; n < 200; n += 1) {
    term *= (2 * x * x) / (2 * n + 1);
    sum += term;
  }
  return (2 / Math.sqrt(Math.PI)) * Math.exp(-x * x) * sum;
}

const kernels: { readonly [K in OpName]: Kernel<K> } = {
  add: elementwise((a, b) => a! + b!),
  argmax: ({ inputs: [x], attributes: { axis } }, [numbers]) =>
    reduce(x, numbers!, [axis], (values) => values.indexOf(Math.max(...values))),
  avgPool2d({ inputs: [x], attributes }, [numbers], shape) {
    const y = new Float64Array(sizeOf(shape));
    const area = attributes.size[0] * attributes.size[1];
    for (const [row, column, r, c] of meetings(x.shape.slice(2), shape.slice(2), { ...attributes, dilation: [1, 1] }))
      for (let n = 0; n < shape[0]!; n += 1)
        for (let k = 0; k < shape[1]!; k += 1)
          y[offset(shape, [n, k, r, c])]! += numbers![offset(x.shape, [n, k, row, column])]! / area;
    return y;
  },
  batchNorm2d({ inputs: [x], attributes: { epsilon } }, [numbers, weight, bias], shape) {
    const of = (channel: number) =>
      [...coordinates(shape)].filter((at) => at[1] === channel).map((at) => numbers![offset(x.shape, at)]!);
    const moments = Array.from({ length: shape[1]! }, (_, channel) => {
      const values = of(channel);
      const mean = total(values) / values.length;
      return { mean, variance: total(values.map((value) => (value - mean) ** 2)) / values.length };
    });
    return fill(shape, (at) => {
      const { mean, variance } = moments[at[1]!]!;
      const normal = (numbers![offset(x.shape, at)]! - mean) / Math.sqrt(variance + epsilon);
      return normal * weight![at[1]!]! + bias![at[1]!]!;
    });
  },
  avgPool2dGradient({ inputs: [dy], attributes }, [numbers], shape) {
    const dx = new Float64Array(sizeOf(shape));
    const area = attributes.size[0] * attributes.size[1];
    for (const [row, column, r, c] of meetings(shape.slice(2), dy.shape.slice(2), { ...attributes, dilation: [1, 1] }))
      for (let n = 0; n < shape[0]!; n += 1)
        for (let k = 0; k < shape[1]!; k += 1)
          dx[offset(shape, [n, k, row, column])]! += numbers![offset(dy.shape, [n, k, r, c])]! / area;
    return dx;
  },
  broadcastTo: elementwise((x) => x!),
  cast: ({ attributes: { dtype } }, [numbers]) =>
    numbers!.map((x) => (dtype === 'float32' ? x : dtype === 'bool' ? Number(x !== 0) : Math.trunc(x))),
  concat({ inputs, attributes: { axis } }, numbers, shape) {
    return fill(shape, (at) => {
      let start = 0;
      for (const [index, { shape: part }] of inputs.entries()) {
        const within = at[axis]! - start;
        if (within < part[axis]!) return numbers[index]![offset(part, at.with(axis, within))]!;
        start += part[axis]!;
      }
      throw new RangeError('outside');
    });
  },
  conv2d({ inputs: [x, kernel, bias], attributes }, [a, k, b], shape) {
    const y = fill(shape, (at) => (bias === undefined ? 0 : b![at[1]!]!));
    convolution(x.shape, kernel.shape, shape, attributes, (from, by, to) => {
      y[to]! += a![from]! * k![by]!;
    });
    return y;
  },
  conv2dInputGradient({ inputs: [dy, kernel], attributes }, [g, k], shape) {
    const dx = new Float64Array(sizeOf(shape));
    convolution(shape, kernel.shape, dy.shape, attributes, (from, by, to) => {
      dx[from]! += g![to]! * k![by]!;
    });
    return dx;
  },
  conv2dKernelGradient({ inputs: [x, dy], attributes }, [a, g], shape) {
    const dk = new Float64Array(sizeOf(shape));
    convolution(x.shape, shape, dy.shape, attributes, (from, by, to) => {
      dk[by]! += a![from]! * g![to]!;
    });
    return dk;
  },
  crossEntropy({ inputs: [logits] }, [numbers, labels]) {
    const probabilities = softmax(logits, numbers!, 1);
    const losses = Array.from(labels!, (label, row) => -Math.log(probabilities[row * logits.shape[1]! + label]!));
    return Float64Array.of(total(losses) / losses.length);
  },
  divide: elementwise((a, b) => a! / b!),
  equal: elementwise((a, b) => Number(a === b)),
  erf: elementwise((x) => erf(x!)),
  exp: elementwise((x) => Math.exp(x!)),
  greater: elementwise((a, b) => Number(a! > b!)),
  linear: ({ inputs: [x, weight] }, [a, w, b], shape) =>
    fill(shape, ([row, output]) => {
      const products = Array.from(
        { length: x.shape[1]! },
        (_, k) => a![row! * x.shape[1]! + k]! * w![output! * weight.shape[1]! + k]!,
      );
      return total(products) + b![output!]!;
    }),
  log: elementwise((x) => Math.log(x!)),
  logSoftmax: ({ inputs: [x], attributes: { axis } }, [numbers]) => softmax(x, numbers!, axis).map(Math.log),
  matmul: ({ inputs: [a, b], attributes: { transposeA, transposeB } }, [left, right], shape) =>
    fill(shape, (at) => {
      const batch = at.slice(0, -2);
      const [row, column] = at.slice(-2);
      const inner = a.shape.at(transposeA ? -2 : -1)!;
      const products = Array.from({ length: inner }, (_, k) => {
        const fromA = broadcastAt(a.shape, [...batch, ...(transposeA ? [k, row!] : [row!, k])]);
        const fromB = broadcastAt(b.shape, [...batch, ...(transposeB ? [column!, k] : [k, column!])]);
        return left![fromA]! * right![fromB]!;
      });
      return total(products);
    }),
  max: ({ inputs: [x], attributes: { axes } }, [numbers]) => reduce(x, numbers!, axes, (values) => Math.max(...values)),
  maximum: elementwise((a, b) => Math.max(a!, b!)),
  maxPool2d: ({ inputs: [x], attributes }, [numbers], shape) =>
    Float64Array.from(largest(x.shape, shape, attributes, numbers!), (from) => numbers![from]!),
  maxPool2dGradient({ inputs: [x, dy], attributes }, [numbers, g]) {
    const dx = new Float64Array(numbers!.length);
    for (const [to, from] of largest(x.shape, dy.shape, attributes, numbers!).entries()) dx[from]! += g![to]!;
    return dx;
  },
  mean: ({ inputs: [x], attributes: { axes } }, [numbers]) =>
    reduce(x, numbers!, axes, (values) => total(values) / values.length),
  minimum: elementwise((a, b) => Math.min(a!, b!)),
  multiply: elementwise((a, b) => a! * b!),
  negate: elementwise((x) => -x!),
  pad: ({ inputs: [x], attributes: { before } }, [numbers], shape) =>
    fill(shape, (at) => {
      const from = at.map((index, axis) => index - before[axis]!);
      return from.every((index, axis) => index >= 0 && index < x.shape[axis]!) ? numbers![offset(x.shape, from)]! : 0;
    }),
  relu: elementwise((x) => Math.max(x!, 0)),
  reshape: (_call, [numbers]) => numbers!,
  sigmoid: elementwise((x) => 1 / (1 + Math.exp(-x!))),
  slice: ({ inputs: [x], attributes: { start } }, [numbers], shape) =>
    fill(
      shape,
      (at) =>
        numbers![
          offset(
            x.shape,
            at.map((index, axis) => index + start[axis]!),
          )
        ]!,
    ),
  softmax: ({ inputs: [x], attributes: { axis } }, [numbers]) => softmax(x, numbers!, axis),
  sqrt: elementwise((x) => Math.sqrt(x!)),
  subtract: elementwise((a, b) => a! - b!),
  sum: ({ inputs: [x], attributes: { axes } }, [numbers]) => reduce(x, numbers!, axes, total),
  tanh: elementwise((x) => Math.tanh(x!)),
  transpose: ({ inputs: [x], attributes: { permutation } }, [numbers], shape) =>
    fill(
      shape,
      (at) =>
        numbers![
          offset(
            x.shape,
            x.shape.map((_, axis) => at[permutation.indexOf(axis)]!),
          )
        ]!,
    ),
  where: elementwise((condition, a, b) => (condition !== 0 ? a! : b!)),
};
