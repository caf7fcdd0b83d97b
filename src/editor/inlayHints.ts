/** The size and parameters of each layer, written after its call. */
import * as vscode from 'vscode';
import type { Analyses } from './analyses.ts';
import { modelFiles, toRange } from './documents.ts';
import { layerHints } from './hintText.ts';
import { layerHover } from './hovers.ts';
import { onSettingChange, settings } from './settings.ts';

export function registerInlayHints(analyses: Analyses): vscode.Disposable {
  const changed = new vscode.EventEmitter<void>();
  const provider: vscode.InlayHintsProvider = {
    onDidChangeInlayHints: changed.event,
    async provideInlayHints(document, range) {
      const view = await analyses.view(document);
      if (!view) return [];
      const options = { order: settings.shapeOrder(), maximumLength: settings.hintLength() };
      return layerHints(view.sites, options).flatMap(({ site, text }) => {
        const position = toRange(site.range).end;
        if (!range.contains(position)) return [];
        const hint = new vscode.InlayHint(position, text);
        hint.paddingLeft = true;
        hint.tooltip = layerHover(site, view.totals);
        return [hint];
      });
    },
  };
  return vscode.Disposable.from(
    changed,
    analyses.onDidChange(() => changed.fire()),
    onSettingChange(['shapeOrder'], () => changed.fire()),
    vscode.languages.registerInlayHintsProvider(modelFiles, provider),
  );
}
