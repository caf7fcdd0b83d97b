/** Sliders that shift, rotate and scale the image and add noise, to see how the model responds. */
import { type ImageTransform, unchanged } from '../../../src/insight/images/imageTransform.ts';
import { Button, Slider } from '../../controls.tsx';
import { formatInteger, formatPercent } from '../../format.ts';
import { strings } from '../strings.ts';

export function TransformSliders(props: {
  readonly transform: ImageTransform;
  readonly shape: readonly [number, number, number];
  readonly onChange: (transform: ImageTransform) => void;
}) {
  const { transform, shape, onChange } = props;
  const [, height, width] = shape;
  const { shift, angle, scale, noise } = transform;
  const change = (part: Partial<ImageTransform>) => onChange({ ...transform, ...part });
  const far = (side: number) => Math.floor(side / 2);
  return (
    <section class="transform" aria-labelledby="transform">
      <div class="title">
        <h2 id="transform">{strings.transform}</h2>
        <Button disabled={isUnchanged(transform)} onClick={() => onChange(unchanged)}>
          {strings.reset}
        </Button>
      </div>
      <Slider
        label={strings.shiftRight}
        min={-far(width)}
        max={far(width)}
        value={shift[0]}
        text={strings.pixels(formatInteger(shift[0]))}
        onInput={(right) => change({ shift: [right, shift[1]] })}
      />
      <Slider
        label={strings.shiftDown}
        min={-far(height)}
        max={far(height)}
        value={shift[1]}
        text={strings.pixels(formatInteger(shift[1]))}
        onInput={(down) => change({ shift: [shift[0], down] })}
      />
      <Slider
        label={strings.rotate}
        min={-180}
        max={180}
        value={angle}
        text={`${formatInteger(angle)}°`}
        onInput={(degrees) => change({ angle: degrees })}
      />
      <Slider
        label={strings.enlarge}
        min={25}
        max={200}
        value={Math.round(100 * scale)}
        text={formatPercent(scale, 0)}
        onInput={(percent) => change({ scale: percent / 100 })}
      />
      <Slider
        label={strings.noise}
        min={0}
        max={128}
        value={noise}
        text={formatInteger(noise)}
        onInput={(deviation) => change({ noise: deviation })}
      />
    </section>
  );
}

export function isUnchanged({ shift, angle, scale, noise }: ImageTransform): boolean {
  return shift[0] === 0 && shift[1] === 0 && angle === 0 && scale === 1 && noise === 0;
}
