/**
 * Occlusion: how much a classifier depends on each part of an image, found by covering it with a grey square (Zeiler &
 * Fergus 2014, section 4.2).
 */
import * as l10n from '@vscode/l10n';
import { toByte } from '../../data/augment/transform.ts';
import { UserError } from '../../data/userError.ts';
import type { LossSpec } from '../../model/spec.ts';
import type { Inspection } from '../inspection.ts';
import { probabilities } from '../prediction.ts';
import { activationProgram, nodeName } from '../programs.ts';
import type { Occlusion } from '../results.ts';
import { batchSizeFor, type Work } from '../splitPass.ts';

export interface OcclusionRequest {
  readonly label: number;
  /** In pixels; `null`: a fifth of the image's shorter side. */
  readonly side: number | null;
  /** In pixels; `null`: half the square's side. */
  readonly step: number | null;
}

export async function occlude(
  inspection: Inspection,
  image: Uint8Array,
  loss: LossSpec['kind'],
  { label, side: wantedSide, step: wantedStep }: OcclusionRequest,
  { signal, onProgress }: Work = {},
): Promise<Occlusion> {
  const { shape, scale, offset } = inspection.programs.images;
  const [channels, height, width] = shape;
  const side = wantedSide ?? Math.max(1, Math.round(Math.min(height, width) / 5));
  const step = wantedStep ?? Math.max(1, Math.round(side / 2));
  if (!Number.isInteger(side) || !Number.isInteger(step) || side < 1 || step < 1 || side > Math.min(height, width)) {
    throw new UserError(
      'occlusion-size',
      l10n.t(
        'A square of {0} that moves by {1} does not fit an image of {2}×{3}. Give whole numbers, the side from 1 to {4}.',
        side,
        step,
        height,
        width,
        Math.min(height, width),
      ),
    );
  }
  const rows = Math.floor((height - side) / step) + 1;
  const columns = Math.floor((width - side) / step) + 1;
  // The byte that the model sees as 0, which is the data's mean if it is standardised; otherwise a grey.
  const grey = scale.map((factor, channel) => (offset[channel] === 0 ? 128 : toByte(-offset[channel]! / factor)));
  const output = inspection.model.outputs[0]!;
  const batchSize = Math.min(32, batchSizeFor(inspection.model), rows * columns);
  // The last batch is padded with the unoccluded image, which is needed anyway.
  const places = rows * columns + 1;
  const likely = new Float32Array(places);
  const images = new Uint8Array(batchSize * image.length);
  for (let first = 0; first < places; first += batchSize) {
    signal?.throwIfAborted();
    for (let i = 0; i < batchSize; i++) {
      const copy = images.subarray(i * image.length, (i + 1) * image.length);
      copy.set(image);
      const place = first + i;
      if (place >= rows * columns) continue;
      const [top, left] = [Math.floor(place / columns) * step, (place % columns) * step];
      for (let channel = 0; channel < channels; channel++) {
        for (let row = top; row < top + side; row++) {
          const start = (channel * height + row) * width + left;
          copy.fill(grey[channel]!, start, start + side);
        }
      }
    }
    const outputs = await inspection.runFloat(
      `activations ${output} of ${batchSize}`,
      (of) => activationProgram(of, batchSize, [output]),
      { images },
    );
    const logits = outputs[nodeName(output)]!;
    const classes = logits.length / batchSize;
    for (let i = 0; i < batchSize && first + i < places; i++) {
      likely[first + i] = probabilities(logits.subarray(i * classes, (i + 1) * classes), loss)[label] ?? Number.NaN;
    }
    onProgress?.(Math.min(places, first + batchSize), places);
  }
  const values = likely.slice(0, rows * columns);
  return { values, size: [rows, columns], label, whole: likely[rows * columns]!, side, step };
}
