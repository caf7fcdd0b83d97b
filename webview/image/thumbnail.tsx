/** An image of bytes, small, as it stands among others. */
import { useMemo } from 'preact/hooks';
import { bytePixels } from './bytes.ts';
import { fittingZoom, Picture } from './picture.tsx';

export function Thumbnail(props: {
  readonly pixels: Uint8Array;
  readonly shape: readonly [number, number, number];
  /** CSS pixels of its longer side, at most. */
  readonly side: number;
  readonly label: string;
}) {
  const { pixels, shape, side, label } = props;
  const [, height, width] = shape;
  const image = useMemo(() => bytePixels(pixels, shape), [pixels, shape]);
  return <Picture pixels={image} width={width} height={height} zoom={fittingZoom(height, width, side)} label={label} />;
}

/** One that can be opened. */
export function ThumbnailButton(props: {
  readonly pixels: Uint8Array;
  readonly shape: readonly [number, number, number];
  readonly side: number;
  /** What it shows, spoken and as its tooltip. */
  readonly label: string;
  /** In a few words, below it. */
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
