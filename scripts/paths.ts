/** Paths in the checkout that scripts share. */
import { dirname, join } from 'node:path';

export const root = dirname(import.meta.dirname);
/** Output of tests for people to look at: screenshots, logs, reports. */
export const out = join(root, 'out');
/** Downloads for tests that survive `npm ci`: VS Code. */
export const cache = join(root, '.vscode-test');
