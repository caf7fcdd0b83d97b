/** Snippets with their default values are models without problems. */
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import * as cnn from '../src/cnn/index.ts';
import { analyseText } from './sandbox/sandbox.ts';

interface Snippet {
  readonly prefix: string;
  readonly body: readonly string[];
}

const file = join(import.meta.dirname, '..', 'snippets', 'cnn.json');
const snippets: Record<string, Snippet> = JSON.parse(readFileSync(file, 'utf8'));

/** The text of a snippet whose user presses Tab until the end: `${1:16}` → `16`, `${2|relu,tanh|}` → `relu`. */
const expand = ({ body }: Snippet): string =>
  body.join('\n').replace(/\$\{\d+:([^}]*)\}|\$\{\d+\|([^,}]*)[^}]*\}/g, (_, value, first) => value ?? first);

const everything = `import { ${Object.keys(cnn).join(', ')} } from 'cnn-lab';\n`;
const chain = (text: string) => `export default model({ name: 'x', input: [1, 28, 28], ${text} });`;

const graph = (text: string, output: string) =>
  `${everything}import type { Tensor } from 'cnn-lab';\n${text}const x = input([3, 8, 8]);\nexport default model({ inputs: x, outputs: ${output} });`;

/** What has to stand around a snippet that is no whole model. */
const surroundings: Record<string, (text: string) => string> = {
  'cnn-conv': (text) => everything + chain(`layers: [${text}]`),
  'cnn-dense': (text) => everything + chain(`layers: [flatten(), ${text}]`),
  'cnn-training': (text) => everything + chain(`layers: [flatten(), dense(10)], ${text}`),
  'cnn-residual': (text) => graph(text, 'block(x, 3)'),
  'cnn-inception': (text) => graph(text, 'inception(x)'),
  'cnn-images': (text) =>
    `${everything}export default model({ name: 'x', input: [3, 64, 64], layers: [flatten(), dense(10)], ${text} });`,
};

describe('snippets', () => {
  for (const [name, snippet] of Object.entries(snippets)) {
    it(`${name}: nothing to complain about`, async () => {
      const text = expand(snippet);
      assert.doesNotMatch(text, /\$/);
      const analysis = await analyseText(surroundings[snippet.prefix]?.(text) ?? text);
      assert.deepEqual(
        analysis.diagnostics.map(({ message }) => message),
        [],
      );
      assert.ok(analysis.spec);
    });
  }
});
