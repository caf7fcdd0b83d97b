/** All network diagrams of this window, one per model file. */
import * as vscode from 'vscode';
import { DiagramPanel, type FollowModel } from './diagramPanel.ts';
import { SubjectPanels, storedText } from './subjectPanels.ts';

/** Keyed by the absolute path of the model file. `extension`: the extension's folder. */
export function diagramPanels(extension: vscode.Uri, follow: FollowModel): SubjectPanels<string> {
  return new SubjectPanels<string>(extension, {
    name: 'diagram',
    title: vscode.l10n.t('Network'),
    preserveFocus: true,
    key: (file) => file,
    restored: (state) => storedText(state, 'file'),
    open: (panel, file) => new DiagramPanel(panel, file, follow),
  });
}
