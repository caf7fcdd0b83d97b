/** Networks to draw in tests: the zoo's, and those built on the spot. */
import path from 'node:path';
import { type Network, networkOf } from '../../../src/model/network.ts';
import { analyse } from '../../../src/sandbox/analyse.ts';
import type { Words } from '../../../webview/diagram/picture/blocks.ts';
import { type Picture, type PictureOptions, pictureOf } from '../../../webview/diagram/picture/picture.ts';
import { specOf } from '../../model/build.ts';
import { testSandbox } from '../../sandbox/sandbox.ts';

const examples = path.resolve(import.meta.dirname, '../../../examples');

/** Of `examples/NAME.cnn.ts`. */
export async function zooNetwork(name: string): Promise<Network> {
  const { spec } = await analyse(await testSandbox(), path.join(examples, `${name}.cnn.ts`));
  if (!spec) throw new Error(`${name} has no valid model`);
  return networkOf(spec);
}

/** Of what `model` returned. */
export const networkFrom = (model: unknown): Network => networkOf(specOf(model));

const words: Words = {
  input: 'input',
  operation: ({ kind }) => kind,
  window: (size, stride) => (stride === null ? size : `${size}, stride ${stride}`),
  groups: (count) => `${count} groups`,
  depthwise: 'depthwise',
  layer: ({ kind }) => kind,
  repeated: (count, output) => `× ${count} → ${output}`,
};

export function draw(network: Network, options: Partial<PictureOptions> = {}): Picture {
  const view = { width: 1600, height: 900 };
  return pictureOf(network, {
    style: 'volumes',
    fold: false,
    exceptions: new Set(),
    view,
    least: 0,
    words,
    ...options,
  });
}
