/** The webview's side of VS Code's API: outgoing messages, and a small state that survives a reload. */

interface VsCodeApi {
  postMessage(message: unknown): void;
  getState(): unknown;
  setState(state: unknown): void;
}

declare function acquireVsCodeApi(): VsCodeApi;

/** May be acquired once only. */
export const vscode: VsCodeApi = acquireVsCodeApi();
