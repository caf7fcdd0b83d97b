/** The choice of the image's source, and of an image from it. */
import type { InspectedFacts } from '../../../src/jobs/inspector/protocol.ts';
import { Button, Checkbox, Dropdown } from '../../controls.tsx';
import type { Asker } from '../../inspector/asker.ts';
import { strings } from '../strings.ts';
import { type ChosenImage, imageKinds } from './chosenImage.ts';
import { DrawingPad } from './drawingPad.tsx';
import { ImageChoice } from './imageChoice.tsx';

export function ImageSourceChoice(props: {
  readonly facts: InspectedFacts;
  readonly asker: Asker;
  readonly epoch: number;
  readonly chosen: ChosenImage;
  /** Lets the user choose a file; resolves to `null` if none was chosen. */
  readonly chooseFile: () => Promise<string | null>;
}) {
  const { facts, asker, epoch, chosen, chooseFile } = props;
  const { kind, file } = chosen;
  const ask = async () => {
    const found = await chooseFile();
    if (found !== null) chosen.setFile(found);
  };
  const names = { dataSet: strings.ofDataSet, file: strings.ownFile, pixels: strings.drawn };
  const hasImages = facts.validationImages + facts.trainImages > 0;
  const kinds = imageKinds.filter((one) => one !== 'dataSet' || hasImages);
  return (
    <div class="image-source">
      <Dropdown
        label={strings.imageFrom}
        value={kind}
        options={kinds.map((value) => ({ value, label: names[value] }))}
        onChange={(value) => {
          const next = imageKinds.find((one) => one === value);
          if (next === undefined) return;
          chosen.setKind(next);
          if (next === 'file' && file === null) void ask();
        }}
      />
      {kind === 'dataSet' && (
        <ImageChoice
          facts={facts}
          asker={asker}
          epoch={epoch}
          split={chosen.split}
          onSplit={chosen.setSplit}
          chosen={chosen.index}
          onChoose={chosen.setIndex}
        />
      )}
      {kind === 'file' && (
        <div class="controls">
          <Button onClick={() => void ask()}>{strings.chooseFile}</Button>
          <Checkbox checked={chosen.resizes} onChange={chosen.setResizes}>
            {strings.resize}
          </Checkbox>
          <span class="muted path">{file ?? strings.noFile}</span>
        </div>
      )}
      {kind === 'pixels' && <DrawingPad pixels={chosen.drawing} shape={facts.shape} onDraw={chosen.draw} />}
    </div>
  );
}
