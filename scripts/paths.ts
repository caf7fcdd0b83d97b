/** Places in the checkout that the scripts share. */
import { dirname, join } from 'node:path';

export const root = dirname(import.meta.dirname);
/** What tests leave behind for people to look at: screenshots, logs, reports. */
export const out = join(root, 'out');
/** What is downloaded for tests and survives `npm ci`: VS Code. */
export const cache = join(root, '.vscode-test');
