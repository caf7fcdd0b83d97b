/** The module that `'cnn-lab'` resolves to inside the sandbox: the builders, and the export of what they recorded. */
import './repeatable.ts';

export * from './index.ts';
export { snapshot } from './record.ts';
