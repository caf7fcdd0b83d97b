/** The pages of docs/, which are generated, against their source. */
import assert from 'node:assert/strict';
import { existsSync, globSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { allPages } from '../scripts/docs/allPages.ts';
import { docsFolder, languages } from '../scripts/docs/languages.ts';
import type { Page } from '../scripts/docs/page.ts';
import { workedExamples } from '../scripts/docs/workedExample.ts';
import { readReference } from '../scripts/reference.ts';
import { layerKinds, layerOf } from '../src/model/layers/index.ts';
import type { Reference, ReferenceField } from '../src/model/reference.ts';

const root = join(import.meta.dirname, '..');

/** A default as JSON: `1e-5` and `0.00001` are one number. */
const normal = (told: string): string =>
  told === 'true' || told === 'false' ? told : JSON.stringify(Number.isNaN(Number(told)) ? told : Number(told));

describe('docs', () => {
  let reference: Reference;
  let english: readonly Page[];

  before(() => {
    reference = readReference();
    english = allPages(reference, 'en');
  });

  // Later tests of this process expect English.
  after(() => {
    allPages(reference, 'en');
  });

  it('are up to date in every language: npm run docs writes them', () => {
    for (const language of languages()) {
      const folder = join(root, docsFolder(language));
      const pages = language === 'en' ? english : allPages(reference, language);
      const stale = pages.filter(
        ({ path, text }) => !existsSync(join(folder, path)) || readFileSync(join(folder, path), 'utf8') !== text,
      );
      assert.deepEqual(
        stale.map(({ path }) => path),
        [],
      );
      const sections = new Set(pages.map(({ path }) => dirname(path)).filter((section) => section !== '.'));
      const there = [...sections].flatMap((section) => globSync(`${section}/*`, { cwd: folder }));
      const known = new Set(pages.map(({ path }) => path));
      assert.deepEqual(
        there.filter((path) => !known.has(path.replaceAll('\\', '/'))),
        [],
      );
    }
  });

  it('link to nothing that is not there', () => {
    const known = new Set(english.map(({ path }) => path));
    for (const { path, text } of english) {
      for (const [, target = ''] of text.matchAll(/\]\((?!https?:|command:|#)([^)\s]+)\)/g)) {
        assert.ok(known.has(join(dirname(path), target)), `${path} links to ${target}`);
      }
    }
  });

  it('say of every argument and option what it means', () => {
    const silent =
      (owner: string) =>
      (field: ReferenceField): string[] => [
        ...(field.text === '' ? [`${owner}.${field.name}`] : []),
        ...field.fields.flatMap(silent(`${owner}.${field.name}`)),
      ];
    const found = reference.entries.flatMap(({ name, positional, options }) =>
      [...positional, ...options].flatMap(silent(name)),
    );
    assert.deepEqual(found, []);
  });

  it('give each layer an example with its sizes, and compute what every example promises', () => {
    for (const { name, section, examples, positional } of reference.entries) {
      if (section !== 'layers' || positional.some(({ name }) => name === 'tensors')) continue;
      const worked = workedExamples(examples);
      assert.ok(worked.length > 0, `${name} has none`);
      for (const { code, promised, node } of worked) assert.deepEqual(node.output, promised, code);
    }
  });

  it('tell the defaults that a layer takes', () => {
    for (const kind of layerKinds) {
      const { positional, options } = reference.entries.find(({ name }) => name === kind)!;
      const fields = Object.entries({ ...layerOf(kind).signature.positional, ...layerOf(kind).signature.options });
      for (const [name, { fallback }] of fields) {
        const text = [...positional, ...options].find((field) => field.name === name)?.text ?? '';
        const told = /Default (?:`'?)?([\w.+-]+?)(?:'?`)?\.(?:\s|$)/.exec(text)?.[1];
        // The stride of pooling follows its window; no default is `null` for people.
        if (fallback === null) assert.match(text, /Default/, `${kind}.${name}`);
        else if (fallback === undefined) assert.equal(told, undefined, `${kind}.${name}`);
        else assert.equal(told && normal(told), JSON.stringify([fallback].flat()[0]), `${kind}.${name}`);
      }
    }
  });

  it('have a summary of every builder', () => {
    assert.deepEqual(
      reference.entries.filter(({ summary }) => summary === ''),
      [],
    );
  });
});
