import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import path from 'node:path';
import * as cnn from '../../src/cnn/index.ts';

const file = path.resolve(import.meta.dirname, '../../syntaxes/cnn-builders.tmLanguage.json');

describe('the grammar', () => {
  it('colours every builder, and nothing else', async () => {
    const { patterns }: { patterns: { match: string }[] } = JSON.parse(await readFile(file, 'utf8'));
    const coloured = patterns.flatMap(({ match }) => /\(\?:([\w|]+)\)/.exec(match)?.[1]?.split('|') ?? []);
    assert.deepEqual(coloured.sort(), Object.keys(cnn).sort());
  });
});
