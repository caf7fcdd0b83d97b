/** What a diagnostic teaches: its page in docs/diagnostics, which its code links to. */
import * as builders from '../../cnn/index.ts';

export interface Lesson {
  /**
   * The highest severity it is reported with. Errors stop training; warnings and information do not, and can be
   * silenced.
   */
  readonly severity: 'error' | 'warning' | 'information';
  readonly title: string;
  /** Markdown: what happens, why it matters, what to do. */
  readonly text: string;
  /**
   * Code that provokes it: the layers of a chain, or a model file without its imports; `null` if none is short enough.
   */
  readonly wrong: string | null;
  /** The same code, corrected. */
  readonly right: string | null;
}

/** The model file that an example stands for. */
export function exampleFile(example: string): string {
  if (/^import /m.test(example)) return example;
  const isWhole = example.includes('export default') || example.endsWith(';');
  const text = isWhole
    ? example
    : `export default model({\n  input: [1, 28, 28],\n  layers: [\n    ${example}\n  ],\n});`;
  const names = [...new Set(text.match(/(?<![.\w'])[a-z]\w*(?![\w:'])/g))].filter((name) => name in builders).sort();
  return names.length === 0 ? `${text}\n` : `import { ${names.join(', ')} } from 'cnn-lab';\n\n${text}\n`;
}
