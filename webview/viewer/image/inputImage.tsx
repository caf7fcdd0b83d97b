/** The image as the model takes it, with the receptive field of a pixel of a map. */
import { useMemo } from 'preact/hooks';
import type { PixelField } from '../../../src/model/pixelField.ts';
import { bytePixels } from '../../image/bytes.ts';
import { fittingZoom, Picture } from '../../image/picture.tsx';
import type { Heat } from './overlay.tsx';

/** Largest length of the longer side, in CSS pixels. */
const largest = 224;

export function InputImage(props: {
  readonly pixels: Uint8Array;
  readonly shape: readonly [number, number, number];
  readonly field: PixelField | null;
  /** An overlay, stretched smoothly. */
  readonly heat: Heat | null;
  readonly label: string;
}) {
  const { pixels, shape, field, heat, label } = props;
  const [, height, width] = shape;
  const ratio = window.devicePixelRatio;
  const zoom = fittingZoom(height, width, largest);
  const image = useMemo(() => bytePixels(pixels, shape), [pixels, shape]);
  const side = zoom / ratio;
  return (
    <div class="input-image" style={{ width: `${width * side}px`, height: `${height * side}px` }}>
      <Picture pixels={image} width={width} height={height} zoom={zoom} label={label} />
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
  );
}
