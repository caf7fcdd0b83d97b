/** All activation viewers of this window, one per run or model. */
import * as vscode from 'vscode';
import { SubjectPanels } from './subjectPanels.ts';
import { ViewerPanel, type ViewerServices } from './viewerPanel.ts';
import type { Viewed } from './viewerProtocol.ts';

/** `extension`: the extension's folder. */
export function viewerPanels(extension: vscode.Uri, services: ViewerServices): SubjectPanels<Viewed, ViewerPanel> {
  return new SubjectPanels<Viewed, ViewerPanel>(extension, {
    name: 'viewer',
    title: vscode.l10n.t('Activations'),
    preserveFocus: false,
    key: (viewed) => (viewed.kind === 'run' ? viewed.folder : viewed.file),
    restored(state) {
      const viewed = typeof state === 'object' && state !== null && 'viewed' in state ? state.viewed : null;
      return isViewed(viewed) ? viewed : null;
    },
    open: (panel, viewed) => new ViewerPanel(panel, viewed, services),
  });
}

function isViewed(value: unknown): value is Viewed {
  if (typeof value !== 'object' || value === null || !('kind' in value)) return false;
  if (value.kind === 'run') return 'folder' in value && typeof value.folder === 'string';
  return value.kind === 'model' && 'file' in value && typeof value.file === 'string';
}
