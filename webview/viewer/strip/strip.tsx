/** The network as a strip of layers in execution order, with its branches on the side. */
import { useEffect, useMemo, useRef, useState } from 'preact/hooks';
import type { InspectedLayer } from '../../../src/insight/layers.ts';
import type { InspectedFacts, Subject } from '../../../src/jobs/inspector/protocol.ts';
import { formatInteger, formatPercent } from '../../format.ts';
import { useKeys } from '../../keys.ts';
import type { ColourScale, Display } from '../display.ts';
import type { Frames } from '../frames.ts';
import { strings } from '../strings.ts';
import { type LaneRow, laneCount, lanesOf } from './lanes.ts';
import { LayerMaps } from './layerMaps.tsx';

export interface ChosenMap {
  readonly node: number;
  readonly map: number;
}

export function Strip(props: {
  readonly facts: InspectedFacts;
  readonly frames: Frames;
  /** The subject wanted now. */
  readonly subject: Subject;
  readonly display: Display;
  readonly scale: ColourScale;
  readonly chosen: ChosenMap | null;
  readonly onChoose: (chosen: ChosenMap) => void;
}) {
  const { facts, frames, subject, display, scale, chosen, onChoose } = props;
  const { layers } = facts;
  const lanes = useMemo(() => lanesOf(layers), [layers]);
  const width = laneCount(lanes);
  const list = useRef<HTMLOListElement>(null);
  const inView = useInView(list, layers.length);
  useEffect(() => {
    frames.want([...new Set(chosen === null ? inView : [chosen.node, ...inView])]);
  }, [frames, chosen?.node, inView]);
  useEffect(() => () => frames.want([]), [frames]);

  // Up and down move between layers: a layer's picture handles the arrows until they lead out of it.
  const onKeyDown = (event: KeyboardEvent) => {
    const step =
      event.key === 'PageDown' || event.key === 'ArrowDown'
        ? 1
        : event.key === 'PageUp' || event.key === 'ArrowUp'
          ? -1
          : 0;
    const { target } = event;
    if (step === 0 || event.shiftKey || !(target instanceof HTMLCanvasElement)) return;
    const node = Number(target.closest('li')?.dataset.node) + step;
    if (layers[node] === undefined) return;
    event.preventDefault();
    onChoose({ node, map: 0 });
    const next = list.current?.querySelector<HTMLElement>(`li[data-node="${node}"]`);
    next?.scrollIntoView({ block: 'nearest' });
    next?.querySelector<HTMLElement>('canvas')?.focus();
  };

  // From anywhere else, an arrow key leads to the maps.
  const enter = () =>
    list.current?.querySelector<HTMLElement>(`li[data-node="${chosen?.node ?? 0}"] .picture`)?.focus();
  useKeys({ ArrowLeft: enter, ArrowRight: enter, ArrowUp: enter, ArrowDown: enter });

  return (
    <ol class="strip" ref={list} onKeyDown={onKeyDown} aria-label={strings.layers}>
      {layers.map((layer, i) => {
        const maps = frames.maps(layer.node);
        return (
          <li key={layer.node} data-node={layer.node}>
            <Lanes row={lanes[i]!} width={width} />
            <div class="layer">
              <h3>
                {layer.name} <span class="muted">{headline(layer, layers)}</span>
                <Figures layer={layer} frames={frames} />
              </h3>
              {maps === null ? (
                <div class="layer-maps waiting" />
              ) : (
                <LayerMaps
                  layer={layer}
                  maps={maps}
                  isStale={maps.subject !== subject}
                  display={display}
                  scale={scale}
                  chosen={chosen?.node === layer.node ? chosen.map : null}
                  onChoose={(map) => onChoose({ node: layer.node, map })}
                  label={strings.mapsImage(layer.name, sizeText(layer))}
                />
              )}
            </div>
          </li>
        );
      })}
    </ol>
  );
}

export function sizeText({ shape }: InspectedLayer): string {
  const [count = '1', height, width] = shape.map(formatInteger);
  if (height === undefined) return strings.layerFeatures(count);
  const size = `${height}×${width}`;
  return shape[0] === 1 ? strings.oneMap(size) : strings.layerMaps(count, size);
}

function headline(layer: InspectedLayer, layers: readonly InspectedLayer[]): string {
  const kind = layer.node > 0 && layer.name.replace(/_\d+$/, '') !== layer.kind ? [layer.kind] : [];
  const straight = layer.inputs.length === 0 || (layer.inputs.length === 1 && layer.inputs[0] === layer.node - 1);
  const from = straight ? [] : [strings.from(layer.inputs.map((input) => layers[input]?.name ?? '').join(' + '))];
  return [...kind, sizeText(layer), ...from].join(' · ');
}

function Figures({ layer, frames }: { readonly layer: InspectedLayer; readonly frames: Frames }) {
  const statistics = frames.look?.value.statistics[layer.node];
  if (statistics === undefined) return null;
  const bad = statistics.notFinite.reduce((sum, count) => sum + count, 0);
  if (bad > 0) return <span class="alarm">{strings.notNumbers(formatInteger(bad))}</span>;
  if (!layer.rectified) return null;
  const zeroed = statistics.dead.reduce((sum, share) => sum + share, 0) / statistics.dead.length;
  return (
    <span class="muted" title={strings.zeroedHelp}>
      {strings.zeroed(formatPercent(zeroed, 0))}
    </span>
  );
}

/** CSS pixels between two lanes, and from the top of a row to its layer's dot. */
const laneWidth = 14;
const dotAt = 13;

function Lanes({ row, width }: { readonly row: LaneRow; readonly width: number }) {
  const x = (lane: number) => lane * laneWidth + laneWidth / 2;
  const at = x(row.lane);
  return (
    <svg class="lanes" width={width * laneWidth} aria-hidden="true">
      {row.through.map((lane) => (
        <line key={lane} x1={x(lane)} x2={x(lane)} y1="0" y2="100%" />
      ))}
      {row.from.map((lane) => (
        <line key={lane} x1={x(lane)} y1="0" x2={at} y2={dotAt} />
      ))}
      {row.goesOn && <line x1={at} x2={at} y1={dotAt} y2="100%" />}
      <circle cx={at} cy={dotAt} r="4.5" />
    </svg>
  );
}

/** Nodes whose rows are on the screen or close to it. */
function useInView(list: { readonly current: HTMLElement | null }, count: number): readonly number[] {
  const [nodes, setNodes] = useState<readonly number[]>([]);
  useEffect(() => {
    const seen = new Set<number>();
    const observer = new IntersectionObserver(
      (entries) => {
        for (const { target, isIntersecting } of entries) {
          const node = target instanceof HTMLElement ? Number(target.dataset.node) : -1;
          if (isIntersecting) seen.add(node);
          else seen.delete(node);
        }
        setNodes([...seen].sort((a, b) => a - b));
      },
      { rootMargin: '30% 0px' },
    );
    for (const row of list.current?.children ?? []) observer.observe(row);
    return () => observer.disconnect();
  }, [list, count]);
  return nodes;
}
