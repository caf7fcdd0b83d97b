/** The activation viewer: image and prediction at the side, the layers as a strip, the chosen map in large. */
import { useEffect, useLayoutEffect, useMemo, useReducer, useRef, useState } from 'preact/hooks';
import type { Subject } from '../../src/jobs/inspector/protocol.ts';
import type { ViewerFacts } from '../../src/panels/viewerProtocol.ts';
import { Choice } from '../choice.tsx';
import { Button, ProgressRing } from '../controls.tsx';
import { type ChosenEpoch, EpochSlider, epochOf, isChosenEpoch } from '../epochSlider.tsx';
import { WarningIcon } from '../icons.tsx';
import { useAnswer } from '../inspector/answer.ts';
import type { Asker } from '../inspector/asker.ts';
import { useKeys } from '../keys.ts';
import { isNumber, useSetting } from '../settings.ts';
import { ColourChoice, useColours } from './colourChoice.tsx';
import { Curves } from './curves.tsx';
import { Detail, type Pixel } from './detail/detail.tsx';
import { Embedding, useEmbedding } from './embedding/embedding.tsx';
import { Frames } from './frames.ts';
import type { ViewerHost } from './host.ts';
import { useChosenImage } from './image/chosenImage.ts';
import { ImageSourceChoice } from './image/imageSource.tsx';
import { InputImage } from './image/inputImage.tsx';
import { OverlayChoice, useOverlay } from './image/overlay.tsx';
import { TransformSliders } from './image/transformSliders.tsx';
import { Kernels, kernelLayers, useKernels } from './kernels/kernels.tsx';
import { KeyHelp } from './keyHelp.tsx';
import { Neighbours } from './prediction/neighbours.tsx';
import { Prediction } from './prediction/prediction.tsx';
import { strings } from './strings.ts';
import { type ChosenMap, Strip } from './strip/strip.tsx';

const views = ['layers', 'kernels', 'embedding'] as const;
type View = (typeof views)[number];
const isView = (value: unknown): value is View => views.some((one) => one === value);
const isIndex = (value: unknown): value is number => isNumber(value) && Number.isInteger(value) && value >= 0;
const isChosenMap = (value: unknown): value is ChosenMap | null =>
  value === null ||
  (typeof value === 'object' && 'node' in value && isIndex(value.node) && 'map' in value && isIndex(value.map));

export function App(props: { readonly facts: ViewerFacts; readonly asker: Asker; readonly host: ViewerHost }) {
  const { facts, asker, host } = props;
  const [chosenEpoch, chooseEpoch] = useSetting<ChosenEpoch>('epoch', null, isChosenEpoch);
  const [stored, choose] = useSetting<ChosenMap | null>('map', null, isChosenMap);
  const [pixel, setPixel] = useState<Pixel | null>(null);

  const epoch = epochOf(facts.epochs, chosenEpoch) ?? 0;
  const chosenImage = useChosenImage(facts);
  const { image, change } = chosenImage;
  useLayoutEffect(() => {
    if (facts.image !== null) chosenImage.open(facts.image);
  }, [facts.image]);
  const subject = useMemo<Subject>(() => ({ epoch, image, transform: change }), [epoch, image, change]);
  const frames = useFrames(asker, facts.earlyNode, subject);
  const chosen = stored !== null && exists(stored, facts) ? stored : null;
  const place = useMemo(
    () => (chosen === null || pixel === null ? null : { ...subject, ...chosen, ...pixel }),
    [subject, chosen?.node, chosen?.map, pixel],
  );
  const report = useAnswer(asker, 'pixel', place);
  const [wantedView, setView] = useSetting<View>('view', 'layers', isView);
  // Views that need convolutions or data are not offered without them.
  const shownViews = views.filter((one) => canShow(one, facts));
  const view = shownViews.includes(wantedView) ? wantedView : 'layers';
  const kernels = useKernels(asker, facts.layers, epoch, view === 'kernels');
  const embedding = useEmbedding(asker, epoch, view === 'embedding');
  const overlay = useOverlay(asker, subject, facts.classNames);
  const header = useHeaderHeight();
  const colours = useColours();
  const { display, scale } = colours;
  const isDrawn = frames.shows(subject) && kernels.isDrawn && embedding.isDrawn;
  const { subject: lookedAt, value: look } = frames.look ?? { subject, value: null };
  const layer = chosen === null ? undefined : facts.layers[chosen.node];
  const maps = chosen === null ? null : frames.maps(chosen.node);
  const close = () => {
    setPixel(null);
    choose(null);
  };
  const stepEpoch = (step: -1 | 1) => {
    const next = facts.epochs[facts.epochs.indexOf(epoch) + step];
    if (next !== undefined) chooseEpoch(next === facts.epochs.at(-1) ? null : next);
  };
  useKeys({
    Escape: () => (pixel === null ? close() : setPixel(null)),
    'Shift+ArrowUp': () => stepEpoch(1),
    'Shift+ArrowDown': () => stepEpoch(-1),
  });
  return (
    <main class="viewer" aria-busy={!isDrawn}>
      <header ref={header}>
        <h1>{facts.name}</h1>
        <Choice
          label={strings.view}
          value={view}
          options={shownViews.map((one) => ({ value: one, label: viewNames[one] }))}
          onChange={setView}
        />
        {facts.epochs.length > 1 && (
          <EpochSlider epochs={facts.epochs} chosen={chosenEpoch} onChoose={chooseEpoch} growing isDrawn={isDrawn} />
        )}
        {facts.epochs.length <= 1 && epoch === 0 && <span class="muted">{strings.firstWeights}</span>}
        {view !== 'embedding' && <ColourChoice state={colours} />}
        <KeyHelp />
        {frames.problem !== null && (
          <div class="notice" role="alert">
            <WarningIcon /> <span>{frames.problem}</span>
            <Button onClick={() => frames.retry()}>{strings.retry}</Button>
          </div>
        )}
      </header>
      {facts.modelChanged && (
        <p class="notice">
          <WarningIcon /> {strings.modelChanged}
        </p>
      )}
      {facts.gradCamNode === null && <p class="muted notice">{strings.noConvolution}</p>}
      <div class="columns">
        <aside class="side">
          <div>
            {look === null && frames.problem === null && <ProgressRing />}
            {look !== null && (
              <InputImage
                facts={facts}
                look={look}
                image={lookedAt.image}
                field={pixel !== null && report.isCurrent ? (report.value?.field ?? null) : null}
                heat={overlay.heat}
              />
            )}
            <OverlayChoice state={overlay} />
            <ImageSourceChoice
              facts={facts}
              asker={asker}
              epoch={epoch}
              chosen={chosenImage}
              chooseFile={() => host.chooseImage()}
            />
          </div>
          <div>
            {look !== null && <Prediction guesses={look.guesses} label={look.label} classNames={facts.classNames} />}
            <Curves asker={asker} epochs={facts.epochs} epoch={epoch} />
            {look !== null && (
              <Neighbours
                facts={facts}
                asker={asker}
                subject={subject}
                pixels={look.pixels}
                onOpen={(index) => chosenImage.open({ split: 'train', index })}
              />
            )}
            <TransformSliders
              transform={chosenImage.transform}
              shape={facts.shape}
              onChange={chosenImage.setTransform}
            />
          </div>
        </aside>
        {view === 'kernels' && <Kernels state={kernels} epoch={epoch} display={display} scale={scale} />}
        {view === 'embedding' && (
          <Embedding
            state={embedding}
            facts={facts}
            asker={asker}
            image={image}
            onOpen={(index) => chosenImage.open({ split: 'validation', index })}
          />
        )}
        {view === 'layers' && layer !== undefined && chosen !== null && maps !== null && (
          <Detail
            asker={asker}
            epochs={facts.epochs}
            layer={layer}
            classNames={facts.classNames}
            chosen={chosen}
            subject={subject}
            maps={maps}
            display={display}
            scale={scale}
            pixel={pixel}
            onPixel={setPixel}
            report={report}
            onClose={close}
          />
        )}
        {view === 'layers' && (
          <Strip
            facts={facts}
            frames={frames}
            subject={subject}
            display={display}
            scale={scale}
            chosen={chosen}
            onChoose={(next) => {
              setPixel(null);
              choose(next);
            }}
          />
        )}
      </div>
    </main>
  );
}

const viewNames: Readonly<Record<View, string>> = {
  layers: strings.layersView,
  kernels: strings.kernelsView,
  embedding: strings.embeddingView,
};

function canShow(view: View, { layers, validationImages }: ViewerFacts): boolean {
  if (view === 'kernels') return kernelLayers(layers).length > 0;
  return view === 'layers' || validationImages > 0;
}

/** The page before there is anything to see. */
export function Opening({ problem, onRetry }: { readonly problem: string | null; readonly onRetry: () => void }) {
  if (problem === null) {
    return (
      <main class="empty" aria-busy>
        <ProgressRing />
        <p>{strings.opening}</p>
      </main>
    );
  }
  return (
    <main class="empty">
      <p role="alert">{problem}</p>
      <Button onClick={onRetry}>{strings.retry}</Button>
    </main>
  );
}

/** The picture of a subject as it arrives; the component is rendered again with each part. */
function useFrames(asker: Asker, earlyNode: number | null, subject: Subject): Frames {
  const [, redraw] = useReducer<number, null>((drawn) => drawn + 1, 0);
  const frames = useMemo(
    () =>
      new Frames(
        (method, request) => asker.ask(method, request).reply,
        earlyNode,
        () => redraw(null),
      ),
    [asker, earlyNode],
  );
  useEffect(() => frames.show(subject), [frames, subject]);
  return frames;
}

/** Tells the styles, as `--below-header`, where the view begins: how many rows the header takes depends on what is in it. */
function useHeaderHeight() {
  const header = useRef<HTMLElement>(null);
  useLayoutEffect(() => {
    const element = header.current;
    if (element === null) return;
    const tell = () => document.documentElement.style.setProperty('--below-header', `${element.offsetHeight + 8}px`);
    const observer = new ResizeObserver(tell);
    observer.observe(element);
    return () => observer.disconnect();
  }, []);
  return header;
}

function exists({ node, map }: ChosenMap, facts: ViewerFacts): boolean {
  const layer = facts.layers[node];
  return layer !== undefined && map < (layer.shape[0] ?? 0);
}
