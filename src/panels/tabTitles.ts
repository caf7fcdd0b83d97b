/** The titles of all panels of this window, none like another's. */
import type * as vscode from 'vscode';
import { type Titled, tellApart } from './tellApart.ts';

const shown = new Map<vscode.WebviewPanel, Titled>();

/** Gives a panel its title, and changes those of others that would be the same. */
export function titleTab(panel: vscode.WebviewPanel, titled: Titled): void {
  // A panel that is gone throws here, before it counts as shown.
  if (shown.get(panel)?.title !== titled.title) panel.title = titled.title;
  if (!shown.has(panel)) {
    panel.onDidDispose(() => {
      shown.delete(panel);
      write();
    });
  }
  shown.set(panel, titled);
  write();
}

function write(): void {
  const titles = tellApart([...shown.values()]);
  for (const [index, panel] of [...shown.keys()].entries()) {
    const title = titles[index];
    if (title !== undefined && panel.title !== title) panel.title = title;
  }
}
