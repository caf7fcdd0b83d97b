/**
 * What all our webview panels have in common: a page that may load nothing but our own bundle, and typed calls over its
 * messages.
 */
import { randomBytes } from 'node:crypto';
import { type BirpcReturn, createBirpc } from 'birpc';
import * as vscode from 'vscode';
import { pageHtml } from './page.ts';
import { refusals } from './refusals.ts';

/** Where the build puts `NAME.js` and `NAME.css` of each panel. */
function bundles(extension: vscode.Uri): vscode.Uri {
  return vscode.Uri.joinPath(extension, 'dist', 'webview');
}

/** Hidden panels keep nothing running: a view asks for everything again when it is shown. */
export function panelOptions(extension: vscode.Uri): vscode.WebviewOptions & vscode.WebviewPanelOptions {
  return { enableScripts: true, localResourceRoots: [bundles(extension)], enableFindWidget: true };
}

/** Fills the webview with the panel `name`, in the display language. */
export function loadPage(webview: vscode.Webview, extension: vscode.Uri, name: string): void {
  const resource = (file: string) => webview.asWebviewUri(vscode.Uri.joinPath(bundles(extension), file)).toString();
  webview.html = pageHtml({
    script: resource(`${name}.js`),
    style: resource(`${name}.css`),
    source: webview.cspSource,
    nonce: randomBytes(16).toString('base64'),
    language: vscode.env.language,
    translations: vscode.l10n.bundle ?? {},
  });
}

/**
 * Calls the view's functions `Remote`. `$close` it with the panel to reject pending calls; a call that the view does
 * not answer within `timeout` milliseconds is rejected, too.
 */
export function connectView<Remote extends object, Local extends object>(
  webview: vscode.Webview,
  local: Local,
  { timeout = 60_000 } = {},
): BirpcReturn<Remote, Local> {
  let listening: vscode.Disposable | undefined;
  return createBirpc<Remote, Local>(local, {
    ...refusals,
    post: (message) => webview.postMessage(message),
    on: (receive) => {
      listening = webview.onDidReceiveMessage(receive);
    },
    off: () => listening?.dispose(),
    timeout,
  });
}
