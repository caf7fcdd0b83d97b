/** All kernels of a layer as images, in colour if they see three channels (Krizhevsky et al., 2012, figure 3). */
import { useContext, useMemo, useRef } from 'preact/hooks';
import type { InspectedLayer } from '../../../src/insight/layers.ts';
import type { Kernels as Weights } from '../../../src/insight/results.ts';
import type { ClipboardHost } from '../../../src/panels/clipboardProtocol.ts';
import { Button, Dropdown, Slider } from '../../controls.tsx';
import { Clipboard, CopyButtons } from '../../copy.tsx';
import { formatInteger } from '../../format.ts';
import { KernelAtlas, type ShownKernels } from '../../image/kernelAtlas.tsx';
import { channelSlices, type KernelOrder, kernelOrders, orderKernels, takeKernels } from '../../image/kernelOrder.ts';
import { type KernelShape, largest } from '../../image/kernels.ts';
import { type Answer, useAnswer } from '../../inspector/answer.ts';
import type { Asker } from '../../inspector/asker.ts';
import { isNumber, useSetting } from '../../settings.ts';
import { gridText } from '../../table.ts';
import type { ColourScale, Display } from '../display.ts';
import { Legend } from '../legend.tsx';
import { strings } from '../strings.ts';

/** Most tiles in one picture: beyond that, whole kernels are cut off. */
const mostTiles = 4096;
/** With more input channels, one at a time is shown at first. */
const legibleTiles = 1024;

/** `colour`: three input channels as one image. `pairs`: every input channel. `slice`: one of them. */
const parts = ['colour', 'pairs', 'slice'] as const;
type Part = (typeof parts)[number];
const isPart = (value: unknown): value is Part | null => value === null || parts.some((part) => part === value);
const isOrder = (value: unknown): value is KernelOrder => kernelOrders.some((order) => order === value);
const isText = (value: unknown): value is string => typeof value === 'string';

interface KernelsState {
  readonly layers: readonly InspectedLayer[];
  readonly layer: InspectedLayer | undefined;
  readonly setLayer: (name: string) => void;
  readonly answer: Answer<Weights>;
  /** Whether the kernels on the screen are those of the current epoch and layer. */
  readonly isDrawn: boolean;
}

/** Layers whose weights are kernels; a layer that is used twice counts once. */
export const kernelLayers = (layers: readonly InspectedLayer[]): InspectedLayer[] =>
  layers.filter(({ kind, name }, i) => kind === 'conv2d' && layers.findIndex((other) => other.name === name) === i);

/** Makes no request unless they are shown. */
export function useKernels(
  asker: Asker,
  all: readonly InspectedLayer[],
  epoch: number,
  isShown: boolean,
): KernelsState {
  const layers = useMemo(() => kernelLayers(all), [all]);
  const [name, setLayer] = useSetting('kernelLayer', '', isText);
  const layer = layers.find((one) => one.name === name) ?? layers[0];
  const node = layer?.node;
  const request = useMemo(() => (isShown && node !== undefined ? { epoch, node } : null), [isShown, epoch, node]);
  const answer = useAnswer(asker, 'kernels', request);
  return { layers, layer, setLayer, answer, isDrawn: request === null || answer.isCurrent };
}

export function Kernels(props: {
  readonly state: KernelsState;
  readonly epoch: number;
  readonly display: Display;
  readonly scale: ColourScale;
}) {
  const { state, epoch, display, scale } = props;
  const { layers, layer, setLayer, answer } = state;
  const [wanted, setPart] = useSetting<Part | null>('kernelPart', null, isPart);
  const [channel, setChannel] = useSetting<number>('kernelChannel', 0, isNumber);
  const [order, setOrder] = useSetting<KernelOrder>('kernelOrder', 'number', isOrder);
  const canvas = useRef<HTMLCanvasElement>(null);
  const host = useContext(Clipboard);
  const [outputs = 1, inputs = 1] = layer?.weight ?? [];
  const possible = parts.filter((part) => (part === 'colour' ? inputs === 3 : part === 'pairs' || inputs > 1));
  const usual = inputs === 3 ? 'colour' : outputs * inputs <= legibleTiles ? 'pairs' : 'slice';
  const part = wanted !== null && possible.includes(wanted) ? wanted : usual;
  const slice = Math.min(channel, inputs - 1);

  const { value } = answer;
  const isOfLayer = value !== null && value.shape.join() === layer?.weight?.join();
  const kernels = useMemo<ShownKernels | null>(() => {
    if (!isOfLayer || layer === undefined) return null;
    const whole = value.shape as KernelShape;
    const isSlice = part === 'slice';
    const shape: KernelShape = isSlice ? [whole[0], 1, whole[2], whole[3]] : whole;
    const weights = isSlice ? channelSlices(value.weights, whole, slice) : value.weights;
    const most = Math.max(1, Math.floor(mostTiles / (part === 'pairs' ? shape[1] : 1)));
    const numbers = orderKernels(weights, shape, order).slice(0, most);
    return {
      layer: layer.name,
      epoch,
      shape: [numbers.length, shape[1], shape[2], shape[3]],
      weights: takeKernels(weights, shape, numbers),
      numbers,
      ...(isSlice ? { channel: slice } : {}),
    };
  }, [isOfLayer, value, layer, part, slice, order, epoch]);
  const most = useMemo(() => (kernels === null ? 0 : largest(kernels.weights)), [kernels]);
  const scaleOf = useMemo(() => {
    if (kernels === null || !display.perMap) return undefined;
    const size = kernels.weights.length / kernels.shape[0];
    return (kernel: number) => largest(kernels.weights.subarray(kernel * size, (kernel + 1) * size));
  }, [kernels, display.perMap]);
  if (layer === undefined) return <p class="view muted">{strings.noKernels}</p>;

  const partNames = { colour: strings.inColour, pairs: strings.everyChannel, slice: strings.oneChannel };
  const orderNames = {
    number: strings.byNumber,
    norm: strings.byNorm,
    mean: strings.byMean,
    likeness: strings.byLikeness,
  };
  return (
    <section class="view kernel-view" aria-labelledby="kernels" data-view>
      <div class="title">
        <h2 id="kernels">{strings.kernelsOf(layer.name)}</h2>
        {kernels !== null && (
          <CopyButtons
            name={strings.kernelsOf(layer.name)}
            numbers={() => gridText(kernels.weights, kernels.shape[3], kernels.shape[0] * kernels.shape[1])}
          />
        )}
        {host !== null && kernels !== null && (
          <Button onClick={() => void save(host, kernels, canvas.current)}>{strings.savePicture}</Button>
        )}
      </div>
      <div class="controls">
        {layers.length > 1 && (
          <Dropdown
            label={strings.layer}
            value={layer.name}
            options={layers.map(({ name }) => ({ value: name, label: name }))}
            onChange={setLayer}
          />
        )}
        {possible.length > 1 && (
          <Dropdown
            label={strings.shownPart}
            value={part}
            options={possible.map((one) => ({ value: one, label: partNames[one] }))}
            onChange={(next) => {
              if (isPart(next)) setPart(next);
            }}
          />
        )}
        {part === 'slice' && (
          <Slider
            label={strings.channel}
            min={0}
            max={inputs - 1}
            value={slice}
            text={formatInteger(slice)}
            onInput={setChannel}
          />
        )}
        <Dropdown
          label={strings.kernelOrder}
          value={order}
          options={kernelOrders.map((one) => ({ value: one, label: orderNames[one] }))}
          onChange={(next) => {
            if (isOrder(next)) setOrder(next);
          }}
        />
      </div>
      {answer.problem !== null && <p role="alert">{answer.problem}</p>}
      {kernels !== null && (
        <div class={answer.isCurrent ? '' : 'stale'} aria-busy={!answer.isCurrent}>
          <KernelAtlas
            kernels={kernels}
            outputs={outputs}
            scale={most}
            style={part === 'colour' ? 'rgb' : 'signed'}
            colours={scale.table}
            canvas={canvas}
            {...(scaleOf === undefined ? {} : { scaleOf })}
          />
          {scaleOf === undefined && part !== 'colour' && <Legend scale={scale} range={{ low: -most, high: most }} />}
        </div>
      )}
    </section>
  );
}

/** The picture alone, at its size on the screen. */
async function save(host: ClipboardHost, { layer, epoch }: ShownKernels, canvas: HTMLCanvasElement | null) {
  const blob = await new Promise<Blob | null>((resolve) => {
    if (canvas === null) resolve(null);
    else canvas.toBlob(resolve);
  });
  if (blob !== null) await host.savePicture(`${layer}-${epoch}`, new Uint8Array(await blob.arrayBuffer()));
}
