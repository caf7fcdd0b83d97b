/** Hover over a layer: the whole story of its size and cost. */
import * as vscode from 'vscode';
import type { ModelReport } from '../model/report.ts';
import type { Analyses } from './analyses.ts';
import { modelFiles, toRange } from './documents.ts';
import { hoverText } from './hoverText.ts';
import { settings } from './settings.ts';
import { type LayerSite, siteAt } from './sites.ts';

export function registerHovers(analyses: Analyses): vscode.Disposable {
  return vscode.languages.registerHoverProvider(modelFiles, {
    async provideHover(document, position) {
      const view = await analyses.view(document);
      const site = view && siteAt(view.sites, position.line + 1, position.character + 1);
      return site && new vscode.Hover(layerHover(site, view.totals), toRange(site.range));
    },
  });
}

export function layerHover(site: LayerSite, totals: ModelReport['totals'] | null): vscode.MarkdownString {
  return new vscode.MarkdownString(hoverText(site, totals, settings.shapeOrder()));
}
