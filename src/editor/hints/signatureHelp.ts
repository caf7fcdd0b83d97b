/**
 * Signature help: meaning, unit and default of each argument and option while a call is typed. TypeScript's own stops
 * at `options`, and is off in Restricted Mode.
 */
import * as vscode from 'vscode';
import { builderOf, callAt } from '../analysis/scan.ts';
import { modelFiles } from '../documents.ts';
import type { ReferenceTexts } from './referenceTexts.ts';
import { signatureText } from './signatureText.ts';

export function registerSignatureHelp(reference: ReferenceTexts): vscode.Disposable {
  const provider: vscode.SignatureHelpProvider = {
    async provideSignatureHelp(document, position) {
      const text = document.getText();
      const call = callAt(text, document.offsetAt(position));
      const builder = call && builderOf(text, call.callee);
      const entry = builder && (await reference.entry(builder));
      if (!entry) return null;
      const shown = signatureText(entry, call);
      const signature = new vscode.SignatureInformation(shown.label, new vscode.MarkdownString(shown.text));
      signature.parameters = shown.parameters.map(
        ({ place: [start, end], text }) =>
          new vscode.ParameterInformation([start, end], new vscode.MarkdownString(text)),
      );
      const help = new vscode.SignatureHelp();
      help.signatures = [signature];
      help.activeSignature = 0;
      // VS Code takes an index beyond the last as none.
      help.activeParameter = shown.active ?? shown.parameters.length;
      return help;
    },
  };
  return vscode.languages.registerSignatureHelpProvider(modelFiles, provider, '(', ',', '{', ':', '[');
}
