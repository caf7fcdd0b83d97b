/** A data set that a small network learns in a second: bright squares in one of four corners, as IDX files. */
import { writeFile } from 'node:fs/promises';
import path from 'node:path';
import { uniform } from '../../src/data/random.ts';

const side = 8;

/** Writes `train-images` and the like to the folder; the counts make a last, smaller batch. Each class is a corner. */
export async function writeTinyData(folder: string, { train = 90, validation = 40, classes = 4 } = {}): Promise<void> {
  for (const [stream, [split, count]] of Object.entries({ train, validation }).entries()) {
    const noise = uniform({ seed: 5, purpose: 'initialise', stream, step: 0 }, count * side * side, 0, 120);
    const labels = Array.from({ length: count }, (_, i) => i % classes);
    const pixels = Uint8Array.from(noise, (value, i) => {
      const [image, y, x] = [Math.floor(i / (side * side)), Math.floor(i / side) % side, i % side];
      const corner = 2 * Number(y >= side / 2) + Number(x >= side / 2);
      return value + (corner === labels[image] ? 100 : 0);
    });
    await writeFile(path.join(folder, `${split}-images`), Buffer.concat([idxHeader([count, side, side]), pixels]));
    await writeFile(path.join(folder, `${split}-labels`), Buffer.concat([idxHeader([count]), Uint8Array.from(labels)]));
  }
}

export function idxHeader(dimensions: readonly number[]): Buffer {
  return Buffer.from([0, 0, 8, dimensions.length, ...dimensions.flatMap((n) => [0, 0, n >> 8, n & 255])]);
}

/** A model file for it, with dropout and batch normalisation, so that everything random and everything kept takes part. */
export const tinyModelSource = (
  training = '',
) => `import { adam, batchNorm2d, conv2d, crossEntropy, cosine, dense, dropout, flatten, idx, maxPool2d, model, relu, sgd } from 'cnn-lab';

export default model({
  name: 'corners',
  input: [1, 8, 8],
  layers: [
    conv2d(4, 3, { padding: 1 }), batchNorm2d(), relu(), maxPool2d(2), flatten(),
    dropout(0.25), dense(16), relu(), dense(4),
  ],
  data: idx({
    train: { images: 'train-images', labels: 'train-labels' },
    validation: { images: 'validation-images', labels: 'validation-labels' },
  }),
  training: {
    epochs: 4,
    batchSize: 16,
    loss: crossEntropy(),
    optimizer: adam({ learningRate: cosine(0.01) }),
    seed: 3,
    ${training}
  },
});
`;
