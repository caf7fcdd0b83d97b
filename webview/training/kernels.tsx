/** The kernels of a layer as images, with a slider through the epochs. */
import { useMemo, useRef } from 'preact/hooks';
import type { RunFacts } from '../../src/panels/trainingProtocol.ts';
import { Checkbox, Dropdown, ProgressRing } from '../controls.tsx';
import { type ChosenEpoch, EpochSlider, epochOf, isChosenEpoch } from '../epochSlider.tsx';
import { KernelAtlas } from '../image/kernelAtlas.tsx';
import { isBoolean, useSetting } from '../settings.ts';
import type { Host } from './host.ts';
import { useKernels } from './kernelStore.ts';
import { strings } from './strings.ts';

const isText = (value: unknown): value is string => typeof value === 'string';

export function Kernels({ facts, host }: { readonly facts: RunFacts; readonly host: Host }) {
  const [layerName, setLayer] = useSetting('layer', '', isText);
  /** Null follows the newest epoch. */
  const [chosen, choose] = useSetting<ChosenEpoch>('epoch', null, isChosenEpoch);
  const [inColour, setInColour] = useSetting('inColour', true, isBoolean);

  const { checkpoints, kernelLayers } = facts;
  const layer = kernelLayers.find((one) => one.name === layerName) ?? kernelLayers[0];
  const epoch = epochOf(checkpoints, chosen);
  const kernels = useKernels(host, layer?.name ?? null, checkpoints, epoch);
  const loaded = epoch === null ? null : kernels.at(epoch);
  const latest = useRef(loaded);
  latest.current = loaded ?? latest.current;
  // The previous image stays until the next weights arrive.
  const shown = latest.current?.layer === layer?.name ? latest.current : null;

  const style = layer?.shape[1] === 3 && inColour ? 'rgb' : 'signed';
  const outputs = layer?.shape[0] ?? 0;
  // Rendered again when the weights change, not with every step.
  const atlas = useMemo(
    () =>
      shown === null ? null : <KernelAtlas kernels={shown} outputs={outputs} scale={kernels.scale} style={style} />,
    [shown, outputs, kernels.scale, style],
  );

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
      {checkpoints.length > 1 && (
        <EpochSlider
          epochs={checkpoints}
          chosen={chosen}
          onChoose={choose}
          growing={facts.state === 'running'}
          isDrawn={shown?.epoch === epoch}
        />
      )}
    </section>
  );
}
