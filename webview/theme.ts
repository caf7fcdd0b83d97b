/** The editor's colours, read from its theme variables, with notification of changes. */
import { useEffect, useState } from 'preact/hooks';
import { contrast, parseColour, type Rgb } from '../src/insight/pictures/colour.ts';

export interface Theme {
  readonly background: Rgb;
  readonly foreground: Rgb;
  readonly muted: string;
  readonly grid: string;
  readonly font: string;
  readonly highContrast: boolean;
  /** The value of a theme variable; `fallback` if the theme does not define it. */
  css(variable: string, fallback: string): string;
  /** The first of these variables whose colour is visible on the background; the last if none is. */
  visible(...variables: readonly string[]): string;
  /** The value of a variable, as numbers over the background. */
  rgb(variable: string, fallback: Rgb): Rgb;
}

/**
 * Least contrast of a curve to its background. WCAG asks for 3 if colour alone carries meaning; ours have names and
 * dashes, too.
 */
const leastContrast = 2.5;

function readTheme(): Theme {
  const style = getComputedStyle(document.documentElement);
  const kind = document.body.classList;
  const highContrast = kind.contains('vscode-high-contrast') || kind.contains('vscode-high-contrast-light');
  const css = (variable: string, fallback: string) => style.getPropertyValue(variable).trim() || fallback;
  const background = parseColour(css('--vscode-editor-background', '#1e1e1e')) ?? [30, 30, 30];
  const rgb = (variable: string, fallback: Rgb) => parseColour(css(variable, ''), background) ?? fallback;
  const foreground = rgb('--vscode-editor-foreground', [204, 204, 204]);
  const muted = rgb('--vscode-descriptionForeground', foreground);
  const over = (amount: number) => foreground.map((channel, i) => channel * amount + background[i]! * (1 - amount));
  return {
    background,
    foreground,
    muted: `rgb(${(highContrast ? foreground : muted).join(' ')})`,
    grid: `rgb(${over(highContrast ? 0.4 : 0.12).join(' ')})`,
    font: css('--vscode-font-family', 'sans-serif'),
    highContrast,
    css,
    rgb,
    visible: (...variables) => {
      const seen = variables.find((variable) => contrast(rgb(variable, background), background) >= leastContrast);
      return `rgb(${rgb(seen ?? variables.at(-1) ?? '', foreground).join(' ')})`;
    },
  };
}

/** The current theme; a component that uses it is rendered again when the theme changes. */
export function useTheme(): Theme {
  const [theme, setTheme] = useState(readTheme);
  useEffect(() => {
    // VS Code writes a theme's variables into <html style> and its kind into <body class>.
    const observer = new MutationObserver(() => setTheme(readTheme()));
    observer.observe(document.documentElement, { attributeFilter: ['style'] });
    observer.observe(document.body, { attributeFilter: ['class', 'data-vscode-theme-id'] });
    return () => observer.disconnect();
  }, []);
  return theme;
}
