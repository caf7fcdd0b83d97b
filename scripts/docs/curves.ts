/** The curves of activations, computed by the layers themselves on ONNX Runtime. */
import * as builders from '../../src/cnn/index.ts';
import { type Snapshot, snapshot } from '../../src/cnn/record.ts';
import type { Palette } from '../../src/editor/hints/windowPicture.ts';
import { createOnnxRuntimeEngine } from '../../src/engine/onnxruntime/index.ts';
import { elaborate } from '../../src/model/elaborate.ts';
import { lower } from '../../src/model/lower.ts';
import { isTagged } from '../../src/model/values.ts';
import { input } from '../../src/tensor/values.ts';

const { relu, relu6, leakyRelu, elu, gelu, silu, hardswish, sigmoid, tanh, model } = builders;
const activations = { relu, relu6, leakyRelu, elu, gelu, silu, hardswish, sigmoid, tanh };

const [least, most, count] = [-4, 4, 161];
const inputs = Float32Array.from({ length: count }, (_, index) => least + ((most - least) * index) / (count - 1));

const engine = await createOnnxRuntimeEngine({ threads: 1 });
const curves = new Map<string, readonly number[]>();
for (const [kind, build] of Object.entries(activations)) curves.set(kind, await curveOf(kind, build()));
await engine.dispose();

async function curveOf(kind: string, layer: builders.Layer): Promise<readonly number[]> {
  const { calls, root }: Snapshot = JSON.parse(snapshot(model({ input: [1, 1, count], layers: [layer] })));
  const { spec } = elaborate(calls, isTagged(root, 'call') ? root.call : 0, kind);
  const x = input([1, 1, 1, count]);
  const none = () => {
    throw new Error(`${kind} is more than a function.`);
  };
  const { output } = lower(spec!, { input: x, training: false, parameter: none, random: none });
  const program = { inputs: [{ name: 'x', value: x }], state: [], outputs: [{ name: 'y', value: output }] };
  const executable = await engine.compile(program);
  const { y } = await executable.run(await engine.createState({}), { x: inputs });
  await executable.dispose();
  return [...y!];
}

const [width, height, margin] = [260, 180, 24];
const [lowest, highest] = [-1.5, 3.5];

/** The function's graph; `undefined` for a layer that is not a function of one number. */
export function curvePicture(kind: string, palette: Palette): string | undefined {
  const values = curves.get(kind);
  if (!values) return undefined;
  const x = (value: number) => round(margin + ((value - least) / (most - least)) * (width - 2 * margin));
  const y = (value: number) => round(height - margin - ((value - lowest) / (highest - lowest)) * (height - 2 * margin));
  const shown = values.flatMap((value, index) => (value <= highest ? [`${x(inputs[index]!)} ${y(value)}`] : []));
  const tick = (label: string, left: number, top: number) => `<text x="${left}" y="${top}">${label}</text>`;
  return [
    `<svg xmlns="http://www.w3.org/2000/svg" width="${width}" height="${height}" viewBox="0 0 ${width} ${height}">`,
    `<style>text{font:11px sans-serif;fill:${palette.text};text-anchor:middle}.axis{stroke:${palette.line};fill:none}`,
    `.curve{stroke:${palette.window};stroke-width:2.5;fill:none;stroke-linejoin:round}</style>`,
    `<rect width="100%" height="100%" rx="4" fill="${palette.background ?? 'none'}"/>`,
    `<path class="axis" d="M${x(least)} ${y(0)}H${x(most)}M${x(0)} ${y(lowest)}V${y(highest)}"/>`,
    ...[-4, -2, 2, 4].map((value) => tick(`${value}`.replace('-', '−'), x(value), y(0) + 13)),
    ...[-1, 1, 2, 3].map((value) => tick(`${value}`.replace('-', '−'), x(0) - 10, y(value) + 4)),
    `<path class="curve" d="M${shown.join('L')}"/>`,
    '</svg>',
  ].join('');
}

/** Rounded to half a pixel, so that small differences between CPUs do not show. */
const round = (value: number): number => Math.round(value * 2) / 2;
