/** The choice of an overlay on the image, and the overlay itself. */
import { useMemo } from 'preact/hooks';
import type { Subject } from '../../../src/jobs/inspector/protocol.ts';
import { Dropdown } from '../../controls.tsx';
import { formatPercent } from '../../format.ts';
import { useAnswer } from '../../inspector/answer.ts';
import type { Asker } from '../../inspector/asker.ts';
import { useSetting } from '../../settings.ts';
import { useTheme } from '../../theme.ts';
import { strings } from '../strings.ts';
import { heatPixels, lost } from './heat.ts';

const overlays = ['none', 'gradCam', 'occlusion'] as const;
export type Overlay = (typeof overlays)[number];
const isOverlay = (value: unknown): value is Overlay => overlays.some((overlay) => overlay === value);

export interface Heat {
  readonly pixels: Uint8ClampedArray<ArrayBuffer>;
  readonly width: number;
  readonly height: number;
  /** What it shows, for screen readers. */
  readonly label: string;
}

export interface OverlayState {
  readonly overlay: Overlay;
  readonly choose: (overlay: Overlay) => void;
  /** The overlay of the current subject; `null` while there is none. */
  readonly heat: Heat | null;
  readonly progress: number | null;
  readonly problem: string | null;
}

/** The overlay for the likeliest class of the subject. */
export function useOverlay(asker: Asker, subject: Subject, classNames: readonly string[]): OverlayState {
  const [overlay, choose] = useSetting<Overlay>('overlay', 'none', isOverlay);
  const theme = useTheme();
  const gradCamRequest = useMemo(
    () => (overlay === 'gradCam' ? { ...subject, label: null, node: null } : null),
    [overlay, subject],
  );
  const occlusionRequest = useMemo(
    () => (overlay === 'occlusion' ? { ...subject, label: null, side: null, step: null } : null),
    [overlay, subject],
  );
  const gradCam = useAnswer(asker, 'gradCam', gradCamRequest);
  const occlusion = useAnswer(asker, 'occlusion', occlusionRequest);
  const answer = overlay === 'gradCam' ? gradCam : occlusion;
  const heat = useMemo<Heat | null>(() => {
    const { value } = answer;
    if (overlay === 'none' || value === null || !answer.isCurrent) return null;
    const [height, width] = value.size;
    const evidence = 'whole' in value ? lost(value.values, value.whole) : value.values;
    const colour = theme.rgb('--vscode-charts-red', [241, 76, 76]);
    const className = classNames[value.label] ?? String(value.label);
    return { pixels: heatPixels(evidence, colour), width, height, label: strings.evidenceFor(className) };
  }, [overlay, answer.value, answer.isCurrent, theme, classNames]);
  return { overlay, choose, heat, progress: answer.progress, problem: answer.problem };
}

export function OverlayChoice({ state }: { readonly state: OverlayState }) {
  const { overlay, choose, heat, progress, problem } = state;
  const names = { none: strings.noOverlay, gradCam: strings.gradCam, occlusion: strings.occlusion };
  const isWaiting = overlay !== 'none' && heat === null && problem === null;
  return (
    <>
      <Dropdown
        label={strings.overlay}
        value={overlay}
        options={overlays.map((value) => ({ value, label: names[value] }))}
        onChange={(value) => {
          if (isOverlay(value)) choose(value);
        }}
      />
      {heat !== null && <p class="muted">{heat.label}</p>}
      {isWaiting && (
        <p class="muted" role="status">
          {strings.computing(formatPercent(progress ?? 0, 0))}
        </p>
      )}
      {overlay !== 'none' && problem !== null && <p role="alert">{problem}</p>}
    </>
  );
}
