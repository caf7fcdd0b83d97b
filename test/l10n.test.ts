/** Every text for people exists in every language of l10n/, and every text can be translated. */
import assert from 'node:assert/strict';
import ts from 'typescript';
import {
  bundleOf,
  compareBundles,
  languages,
  manifestBundle,
  messages,
  placeOf,
  sourceFiles,
  translates,
} from '../scripts/l10n.ts';
import { readReference, translateReference } from '../scripts/reference.ts';

const files = sourceFiles();
const english = messages(files).map(({ text }) => text);

const placeholders = (text: string) => [...new Set(text.match(/\{\d+\}/g))].sort();

/** Prose in a literal: at least two words, or one capitalised word that is more than a name. */
const isProse = (text: string) => /\p{L}{2,}\s+\p{Ll}{2,}/u.test(text);

function textOf(node: ts.Node): string | null {
  if (ts.isStringLiteralLike(node) || ts.isJsxText(node)) return node.text;
  if (!ts.isTemplateExpression(node)) return null;
  return node.head.text + node.templateSpans.map(({ literal }) => `x${literal.text}`).join('');
}

/** Calls whose arguments people read: errors thrown to them, and VS Code's own messages. */
function isSaid(node: ts.Node): boolean {
  const { parent } = node;
  if (ts.isJsxText(node) || ts.isJsxExpression(parent)) return true;
  if (ts.isJsxAttribute(parent)) return /^(title|label|aria-label|alt|placeholder)$/.test(parent.name.getText());
  if (ts.isNewExpression(parent)) return /^(Complaint|UserError|ImageError)$/.test(parent.expression.getText());
  return ts.isCallExpression(parent) && /\.show(Error|Warning|Information)Message$/.test(parent.expression.getText());
}

/** Prose that is shown untranslated. */
function untranslated(file: ts.SourceFile): string[] {
  const found: string[] = [];
  const visit = (node: ts.Node): void => {
    if (translates(node)) return;
    const text = textOf(node);
    if (text !== null && isProse(text) && isSaid(node)) found.push(`${placeOf(node)}: ${text.trim()}`);
    ts.forEachChild(node, visit);
  };
  visit(file);
  return found;
}

/**
 * Texts that are translated when their file is loaded, before a process knows its language. Webviews know it from the
 * start.
 */
function translatedEarly(file: ts.SourceFile): string[] {
  if (file.fileName.startsWith('webview/')) return [];
  const found: string[] = [];
  const visit = (node: ts.Node): void => {
    if (ts.isFunctionLike(node)) return;
    if (translates(node)) found.push(placeOf(node));
    ts.forEachChild(node, visit);
  };
  visit(file);
  return found;
}

describe('texts', () => {
  it('are never said without being translated', () => {
    assert.deepEqual(files.flatMap(untranslated), []);
  });

  it('are translated when they are said, not when their file is loaded', () => {
    assert.deepEqual(files.flatMap(translatedEarly), []);
  });

  for (const language of languages()) {
    it(`are all there in ${language}, and no others`, () => {
      assert.deepEqual(compareBundles(english, bundleOf(language)), { missing: [], unused: [] });
    });

    it(`of package.json are all there in ${language}, and no others`, () => {
      const keys = Object.keys(manifestBundle());
      assert.deepEqual(compareBundles(keys, manifestBundle(language)), { missing: [], unused: [] });
    });

    it(`of builders are all there in ${language}`, () => {
      assert.deepEqual(translateReference(readReference(), language).missing, []);
    });

    it(`say the same numbers and names in ${language}`, () => {
      for (const [text, translation] of Object.entries(bundleOf(language)))
        assert.deepEqual(placeholders(translation), placeholders(text), text);
    });
  }
});
