/** Finds runs that this window did not start: jobs of the queue, and the latest run of each open model. */
import * as vscode from 'vscode';
import type { Jobs } from '../../jobs/queue/jobs.ts';
import { isModelFile } from '../documents.ts';

export function registerRunFinder(jobs: Jobs): vscode.Disposable {
  const trackLatest = (document: vscode.TextDocument | undefined) => {
    if (document && isModelFile(document)) quietly(jobs.trackLatest(document.fileName));
  };
  quietly(jobs.attach());
  for (const document of vscode.workspace.textDocuments) trackLatest(document);
  return vscode.Disposable.from(
    vscode.workspace.onDidOpenTextDocument(trackLatest),
    vscode.window.onDidChangeActiveTextEditor((editor) => trackLatest(editor?.document)),
    vscode.workspace.onDidChangeWorkspaceFolders(() => quietly(jobs.attach())),
  );
}

/** An unreadable run is of no interest to a user who has not asked for it. */
function quietly(work: Promise<void>): void {
  work.catch(() => undefined);
}
