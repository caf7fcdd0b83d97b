/** A hue of the theme for each family. */
import type { Family } from '../../src/model/published.ts';
import type { AccuracyPoint } from '../../src/panels/accuracyProtocol.ts';
import type { Theme } from '../theme.ts';

/** The first that can be seen; a theme without charts' orange takes a faint one from its search results. */
const variables: Readonly<Record<Family, readonly string[]>> = {
  AlexNet: ['--vscode-charts-yellow'],
  VGG: ['--vscode-charts-orange', '--vscode-terminal-ansiCyan'],
  Inception: ['--vscode-charts-green'],
  ResNet: ['--vscode-terminal-ansiMagenta'],
  SqueezeNet: ['--vscode-charts-red'],
  MobileNet: ['--vscode-charts-blue'],
  DenseNet: ['--vscode-charts-purple'],
};

export const colourOf = ({ family }: Pick<AccuracyPoint, 'family'>, theme: Theme): string =>
  family === null
    ? theme.visible('--vscode-editor-foreground')
    : theme.visible(...variables[family], '--vscode-editor-foreground');

/** Translucent, so that discs below show through. */
export const translucent = (colour: string, share: number): string => colour.replace(')', ` / ${share})`);
