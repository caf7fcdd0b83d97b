/** Hovers: for a layer, how its size and cost come about; for other builders and for options, what they mean. */
import * as vscode from 'vscode';
import type { Analyses } from '../analysis/analyses.ts';
import type { ModelView } from '../analysis/modelView.ts';
import { builderOf, callAt } from '../analysis/scan.ts';
import { type LayerSite, siteAt } from '../analysis/sites.ts';
import { docsLink, openDocs } from '../docs.ts';
import { modelFiles, toRange } from '../documents.ts';
import { settings } from '../settings.ts';
import { builderText, optionText } from './builderText.ts';
import { hoverText } from './hoverText.ts';
import type { ReferenceTexts } from './referenceTexts.ts';
import { type Palette, palettes, windowPicture } from './windowPicture.ts';

export function registerHovers(analyses: Analyses, reference: ReferenceTexts): vscode.Disposable {
  return vscode.languages.registerHoverProvider(modelFiles, {
    async provideHover(document, position) {
      const view = await analyses.view(document);
      const site = view && siteAt(view.sites, position.line + 1, position.character + 1);
      const option = await optionHover(document, position, reference);
      if (option) return option;
      if (site) return new vscode.Hover(await layerHover(site, view, reference), toRange(site.range));
      return builderHover(document, position, reference);
    },
  });
}

/** In Restricted Mode TypeScript does not describe options. */
async function optionHover(document: vscode.TextDocument, position: vscode.Position, reference: ReferenceTexts) {
  const range = vscode.workspace.isTrusted ? undefined : document.getWordRangeAtPosition(position);
  if (!range) return null;
  const text = document.getText();
  const call = callAt(text, document.offsetAt(range.end));
  const entry = call && (await reference.entry(builderOf(text, call.callee) ?? ''));
  const found = entry && optionText(entry, call, document.getText(range));
  return found ? new vscode.Hover(new vscode.MarkdownString(found), range) : null;
}

/** For losses, optimizers, data and everything else that a model file imports and that makes no layer here. */
async function builderHover(document: vscode.TextDocument, position: vscode.Position, reference: ReferenceTexts) {
  const range = document.getWordRangeAtPosition(position);
  const builder = range && builderOf(document.getText(), document.getText(range));
  const entry = builder ? await reference.entry(builder) : null;
  return entry && range
    ? new vscode.Hover(trusted(builderText(entry, docsLink, vscode.workspace.isTrusted)), range)
    : null;
}

export async function layerHover(
  site: LayerSite,
  view: ModelView,
  reference: ReferenceTexts,
): Promise<vscode.MarkdownString> {
  const text = hoverText(site, {
    isEarlier: site.isEarlier ?? false,
    totals: site.isEarlier ? view.earlierTotals : view.totals,
    order: settings.shapeOrder(),
    training: view.spec?.training ?? null,
    nodes: view.reportOf(site)?.nodes ?? [],
    reference: await reference.entry(site.nodes[0]?.kind ?? ''),
    picture: (subject) => {
      const svg = windowPicture(subject, { palette: palette(), moves: settings.motion() });
      return `data:image/svg+xml;base64,${Buffer.from(svg).toString('base64')}`;
    },
    page: docsLink,
    place: ({ file, line, column }) =>
      vscode.Uri.file(file)
        .with({ fragment: `L${line},${column}` })
        .toString(),
  });
  return trusted(text);
}

/** Markdown whose links may open our pages but run no other command. */
function trusted(text: string): vscode.MarkdownString {
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
