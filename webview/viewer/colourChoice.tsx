/** The choice of how maps and kernels are coloured. */
import { useMemo } from 'preact/hooks';
import { Dropdown } from '../controls.tsx';
import { isBoolean, useSetting } from '../settings.ts';
import { useTheme } from '../theme.ts';
import { type Colouring, type ColourScale, colourings, colourScale, type Display } from './display.ts';
import { strings } from './strings.ts';

const isColouring = (value: unknown): value is Colouring => colourings.some((one) => one === value);

export interface ColourState {
  readonly display: Display;
  readonly scale: ColourScale;
  readonly setColouring: (colouring: Colouring) => void;
  readonly setPerMap: (perMap: boolean) => void;
}

export function useColours(): ColourState {
  const [colouring, setColouring] = useSetting<Colouring>('colours', 'diverging', isColouring);
  const [perMap, setPerMap] = useSetting('perMap', false, isBoolean);
  const theme = useTheme();
  const scale = useMemo(() => colourScale(colouring, theme), [colouring, theme]);
  return { display: { colouring, perMap }, scale, setColouring, setPerMap };
}

export function ColourChoice({ state }: { readonly state: ColourState }) {
  const { display, setColouring, setPerMap } = state;
  return (
    <div class="controls">
      <Dropdown
        label={strings.colours}
        value={display.colouring}
        options={[
          { value: 'diverging', label: strings.diverging },
          { value: 'grey', label: strings.grey },
          { value: 'viridis', label: strings.viridis },
        ]}
        onChange={(value) => {
          if (isColouring(value)) setColouring(value);
        }}
      />
      <Dropdown
        label={strings.scale}
        value={display.perMap ? 'map' : 'layer'}
        options={[
          { value: 'layer', label: strings.perLayer },
          { value: 'map', label: strings.perMap },
        ]}
        onChange={(value) => setPerMap(value === 'map')}
      />
    </div>
  );
}
