/** The image as the model takes it, with the receptive field of a pixel of a map. */
import { useMemo } from 'preact/hooks';
import type { ImageSource, InspectedFacts, Look } from '../../../src/jobs/inspector/protocol.ts';
import type { PixelField } from '../../../src/model/pixelField.ts';
import { CopyButtons } from '../../copy.tsx';
import { formatInteger } from '../../format.ts';
import { bytePixels } from '../../image/bytes.ts';
import { fittingZoom, Picture } from '../../image/picture.tsx';
import { gridText } from '../../table.ts';
import { strings } from '../strings.ts';
import type { Heat } from './overlay.tsx';

/** Largest length of the longer side, in CSS pixels. */
const largest = 224;

export function InputImage(props: {
  readonly facts: InspectedFacts;
  readonly look: Look;
  /** Where the image of `look` comes from. */
  readonly image: ImageSource;
  readonly field: PixelField | null;
  /** An overlay, stretched smoothly. */
  readonly heat: Heat | null;
}) {
  const { facts, look, image, field, heat } = props;
  const { pixels, note } = look;
  const { shape } = facts;
  const [channels, height, width] = shape;
  const ratio = window.devicePixelRatio;
  const zoom = fittingZoom(height, width, largest);
  const picture = useMemo(() => bytePixels(pixels, shape), [pixels, shape]);
  const side = zoom / ratio;
  return (
    <section class="image" aria-labelledby="image" data-view>
      <div class="title">
        <h2 id="image">{strings.image}</h2>
        <CopyButtons name={strings.image} numbers={() => gridText(pixels, width, channels)} />
      </div>
      <div class="input-image" style={{ width: `${width * side}px`, height: `${height * side}px` }}>
        <Picture pixels={picture} width={width} height={height} zoom={zoom} label={labelOf(image, look.label, facts)} />
        {heat !== null && (
          <div class="heat">
            <Picture pixels={heat.pixels} width={heat.width} height={heat.height} label={heat.label} stretched />
          </div>
        )}
        {field !== null && (
          <div
            class="field"
            style={{
              left: `${field.clipped.left * side}px`,
              top: `${field.clipped.top * side}px`,
              width: `${field.clipped.width * side}px`,
              height: `${field.clipped.height * side}px`,
            }}
          />
        )}
      </div>
      {note !== null && <p class="muted">{note}</p>}
    </section>
  );
}

function labelOf(image: ImageSource, label: number | null, facts: InspectedFacts): string {
  if (image.kind === 'pixels') return strings.drawingLabel;
  if (image.kind === 'file') return strings.fileLabel(image.file);
  const truth = label === null ? '' : (facts.classNames[label] ?? String(label));
  const say = image.split === 'train' ? strings.trainingImageLabel : strings.imageLabel;
  return say(formatInteger(image.index), truth);
}
