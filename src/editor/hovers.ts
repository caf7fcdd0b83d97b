/** Hover over a layer: the whole story of its size and cost. */
import * as vscode from 'vscode';
import type { Analyses } from './analyses.ts';
import { openDocs } from './docs.ts';
import { modelFiles, toRange } from './documents.ts';
import { hoverText } from './hoverText.ts';
import type { ModelView } from './modelView.ts';
import type { ReferenceTexts } from './referenceTexts.ts';
import { settings } from './settings.ts';
import { type LayerSite, siteAt } from './sites.ts';
import { type Palette, palettes, windowPicture } from './windowPicture.ts';

export function registerHovers(analyses: Analyses, reference: ReferenceTexts): vscode.Disposable {
  return vscode.languages.registerHoverProvider(modelFiles, {
    async provideHover(document, position) {
      const view = await analyses.view(document);
      const site = view && siteAt(view.sites, position.line + 1, position.character + 1);
      return site && new vscode.Hover(await layerHover(site, view, reference), toRange(site.range));
    },
  });
}

export async function layerHover(
  site: LayerSite,
  view: ModelView,
  reference: ReferenceTexts,
): Promise<vscode.MarkdownString> {
  const text = hoverText(site, {
    totals: view.totals,
    order: settings.shapeOrder(),
    training: view.spec?.training ?? null,
    nodes: view.report?.nodes ?? [],
    reference: await reference.entry(site.nodes[0]?.kind ?? ''),
    picture: (subject) => {
      const svg = windowPicture(subject, { palette: palette(), moves: settings.motion() });
      return `data:image/svg+xml;base64,${Buffer.from(svg).toString('base64')}`;
    },
    page: (page) => `command:${openDocs}?${encodeURIComponent(JSON.stringify([page]))}`,
    place: ({ file, line, column }) =>
      vscode.Uri.file(file)
        .with({ fragment: `L${line},${column}` })
        .toString(),
  });
  const markdown = new vscode.MarkdownString(text);
  markdown.isTrusted = { enabledCommands: [openDocs] };
  return markdown;
}

function palette(): Palette {
  switch (vscode.window.activeColorTheme.kind) {
    case vscode.ColorThemeKind.Light:
      return palettes.light;
    case vscode.ColorThemeKind.HighContrast:
      return palettes.highContrast;
    case vscode.ColorThemeKind.HighContrastLight:
      return palettes.highContrastLight;
    default:
      return palettes.dark;
  }
}
