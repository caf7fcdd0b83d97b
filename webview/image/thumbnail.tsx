/** A thumbnail of an image of bytes, as one among others. */
import { useMemo } from 'preact/hooks';
import { bytePixels } from './bytes.ts';
import { fittingZoom, Picture } from './picture.tsx';

export function Thumbnail(props: {
  readonly pixels: Uint8Array;
  readonly shape: readonly [number, number, number];
  /** Largest length of the longer side, in CSS pixels. */
  readonly side: number;
  readonly label: string;
}) {
  const { pixels, shape, side, label } = props;
  const [, height, width] = shape;
  const image = useMemo(() => bytePixels(pixels, shape), [pixels, shape]);
  return <Picture pixels={image} width={width} height={height} zoom={fittingZoom(height, width, side)} label={label} />;
}

/** A thumbnail that can be opened. */
export function ThumbnailButton(props: {
  readonly pixels: Uint8Array;
  readonly shape: readonly [number, number, number];
  readonly side: number;
  /** Accessible name and tooltip. */
  readonly label: string;
  /** Caption. */
  readonly caption: string;
  readonly onOpen: () => void;
}) {
  const { label, caption, onOpen, ...picture } = props;
  return (
    <button type="button" class="thumbnail" title={label} aria-label={label} onClick={onOpen}>
      <Thumbnail label="" {...picture} />
      <span class="caption">{caption}</span>
    </button>
  );
}
