/** The size and parameters of each layer, written after its call. */
import * as vscode from 'vscode';
import type { Analyses } from '../analysis/analyses.ts';
import type { ModelView } from '../analysis/modelView.ts';
import type { LayerSite } from '../analysis/sites.ts';
import { modelFiles, toRange } from '../documents.ts';
import { onSettingChange, settings } from '../settings.ts';
import { layerHints } from './hintText.ts';
import { layerHover } from './hovers.ts';
import type { ReferenceTexts } from './referenceTexts.ts';

/** A hint with the subject of its tooltip, which is made on demand. */
class LayerInlayHint extends vscode.InlayHint {
  readonly site: LayerSite;
  readonly view: ModelView;

  constructor(position: vscode.Position, text: string, site: LayerSite, view: ModelView) {
    super(position, text);
    this.paddingLeft = true;
    this.site = site;
    this.view = view;
  }
}

export function registerInlayHints(analyses: Analyses, reference: ReferenceTexts): vscode.Disposable {
  const changed = new vscode.EventEmitter<void>();
  const provider: vscode.InlayHintsProvider<LayerInlayHint> = {
    onDidChangeInlayHints: changed.event,
    async provideInlayHints(document, range) {
      const view = await analyses.view(document);
      if (!view) return [];
      const options = { order: settings.shapeOrder(), maximumLength: settings.hintLength() };
      const lines = [range.start.line + 1, range.end.line + 1] as const;
      return layerHints(view.sites, options, lines).flatMap(({ site, text }) => {
        const position = toRange(site.range).end;
        if (!range.contains(position)) return [];
        return [new LayerInlayHint(position, text, site, view)];
      });
    },
    async resolveInlayHint(hint) {
      hint.tooltip = await layerHover(hint.site, hint.view, reference);
      return hint;
    },
  };
  return vscode.Disposable.from(
    changed,
    analyses.onDidChange(() => changed.fire()),
    onSettingChange(['shapeOrder'], () => changed.fire()),
    vscode.languages.registerInlayHintsProvider(modelFiles, provider),
  );
}
