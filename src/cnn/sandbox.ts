/** The module that stands for `'cnn-lab'` inside the sandbox: the builders, and the way out for what they made. */
export * from './index.ts';
export { snapshot } from './record.ts';
