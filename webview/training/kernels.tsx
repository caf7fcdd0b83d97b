/** The kernels of a layer as images, with the epochs to slide through. */
import { useEffect, useMemo, useRef, useState } from 'preact/hooks';
import type { RunFacts } from '../../src/panels/trainingProtocol.ts';
import { Button, Checkbox, Dropdown, ProgressRing, Slider } from '../controls.tsx';
import { formatInteger } from '../format.ts';
import { PauseIcon, PlayIcon } from '../icons.tsx';
import { isBoolean, isNumber, useSetting } from '../settings.ts';
import type { Host } from './host.ts';
import { KernelAtlas } from './kernelAtlas.tsx';
import { useKernels } from './kernelStore.ts';
import { strings } from './strings.ts';

/** Milliseconds an epoch is shown when they are played. */
const frameTime = 400;

const isEpoch = (value: unknown): value is number | null => value === null || isNumber(value);
const isText = (value: unknown): value is string => typeof value === 'string';

export function Kernels({ facts, host }: { readonly facts: RunFacts; readonly host: Host }) {
  const [layerName, setLayer] = useSetting('layer', '', isText);
  /** Null follows the newest epoch. */
  const [chosen, choose] = useSetting<number | null>('epoch', null, isEpoch);
  const [inColour, setInColour] = useSetting('inColour', true, isBoolean);
  const [playing, setPlaying] = useState(false);

  const { checkpoints, kernelLayers } = facts;
  const layer = kernelLayers.find((one) => one.name === layerName) ?? kernelLayers[0];
  const newest = checkpoints.length - 1;
  const found = chosen === null ? -1 : checkpoints.indexOf(chosen);
  const position = found < 0 ? newest : found;
  const epoch = checkpoints[position] ?? null;
  const kernels = useKernels(host, layer?.name ?? null, checkpoints, epoch);
  const loaded = epoch === null ? null : kernels.at(epoch);
  const latest = useRef(loaded);
  latest.current = loaded ?? latest.current;
  // What was shown stays until the next weights are here.
  const shown = latest.current?.layer === layer?.name ? latest.current : null;

  const style = layer?.shape[1] === 3 && inColour ? 'rgb' : 'signed';
  const outputs = layer?.shape[0] ?? 0;
  // Drawn again when the weights are others, not with every step.
  const atlas = useMemo(
    () =>
      shown === null ? null : <KernelAtlas kernels={shown} outputs={outputs} scale={kernels.scale} style={style} />,
    [shown, outputs, kernels.scale, style],
  );

  const goTo = (next: number) => choose(next >= newest ? null : (checkpoints[next] ?? null));
  useEffect(() => {
    if (!playing) {
      return;
    }
    if (position >= newest) {
      setPlaying(false);
      return;
    }
    const timer = setTimeout(() => goTo(position + 1), frameTime);
    return () => clearTimeout(timer);
  });
  const togglePlay = () => {
    if (!playing && position >= newest) {
      choose(checkpoints[0] ?? null);
    }
    setPlaying(!playing);
  };

  return (
    <section class="kernels" aria-labelledby="kernels">
      <div class="title">
        <h2 id="kernels">{strings.kernels}</h2>
        {kernelLayers.length > 1 && layer !== undefined && (
          <Dropdown
            label={strings.layer}
            value={layer.name}
            options={kernelLayers.map(({ name }) => ({ value: name, label: name }))}
            onChange={setLayer}
          />
        )}
        {layer?.shape[1] === 3 && (
          <Checkbox checked={inColour} onChange={setInColour}>
            {strings.inColour}
          </Checkbox>
        )}
      </div>
      {layer === undefined ? (
        <p class="empty">{strings.noKernels}</p>
      ) : shown === null ? (
        <div class="empty">
          {facts.state === 'running' || facts.state === 'starting' ? <ProgressRing /> : null}
          <p>{strings.noCheckpoint}</p>
        </div>
      ) : (
        atlas
      )}
      {newest > 0 && (
        <div class="controls">
          <Button appearance="icon" label={playing ? strings.pause : strings.play} onClick={togglePlay}>
            {playing ? <PauseIcon /> : <PlayIcon />}
          </Button>
          <Slider
            label={strings.epoch}
            min={0}
            max={newest}
            value={position}
            text={epochText(checkpoints[position] ?? 0, chosen === null)}
            onInput={(next) => {
              setPlaying(false);
              goTo(next);
            }}
          />
          {chosen !== null && !playing && facts.state === 'running' && (
            <Button onClick={() => choose(null)}>{strings.followNewest}</Button>
          )}
        </div>
      )}
    </section>
  );
}

function epochText(epoch: number, newest: boolean): string {
  const name = epoch === 0 ? strings.beforeTraining : formatInteger(epoch);
  return newest ? `${name} · ${strings.live}` : name;
}
