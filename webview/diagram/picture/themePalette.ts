/** The colours of the editor's theme, for a picture. */
import { contrast, type Rgb } from '../../../src/insight/pictures/colour.ts';
import type { Theme } from '../../theme.ts';
import type { Palette } from './marks.ts';
import { paletteOf } from './palette.ts';

/** Of a line to its background. WCAG asks for 3 where nothing else tells; ours have names, too. */
const leastContrast = 2.5;

export function themePalette(theme: Theme): Palette {
  const { background, foreground, highContrast } = theme;
  const seen = (variable: string): Rgb => {
    const colour = theme.rgb(variable, foreground);
    return contrast(colour, background) >= leastContrast ? colour : foreground;
  };
  const muted = theme.rgb('--vscode-descriptionForeground', foreground);
  const neutral: Rgb = highContrast ? foreground : muted;
  return paletteOf({
    background,
    foreground,
    muted: neutral,
    kernel: seen('--vscode-charts-red'),
    tints: {
      convolution: seen('--vscode-charts-blue'),
      pooling: seen('--vscode-charts-orange'),
      dense: seen('--vscode-charts-green'),
      merge: seen('--vscode-charts-purple'),
      resize: neutral,
      input: neutral,
      plain: neutral,
    },
    linesOnly: highContrast,
  });
}
