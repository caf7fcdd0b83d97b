import assert from 'node:assert/strict';
import { pageHtml } from '../../src/panels/page.ts';

const page = {
  script: 'https://host/training.js',
  style: 'https://host/training.css?a&b',
  source: 'https://*.host',
  nonce: 'bm9uY2U=',
  language: 'es',
  translations: { Stop: '</script><script>alert(1)</script>' },
};

describe('pageHtml', () => {
  const html = pageHtml(page);

  it('allows nothing but its own script and style, and images that it makes itself', () => {
    const policy = /http-equiv="Content-Security-Policy" content="([^"]*)"/.exec(html)?.[1];
    assert.equal(policy, "default-src 'none'; script-src 'nonce-bm9uY2U='; style-src https://*.host; img-src data:");
    assert.doesNotMatch(html, /unsafe-|style=|\son\w+=/);
  });

  it('keeps translations inside their element, as they were', () => {
    const json = /<script type="application\/json" id="translations">(.*?)<\/script>/.exec(html)?.[1];
    assert.deepEqual(JSON.parse(json ?? ''), page.translations);
    assert.equal(html.match(/<script/g)?.length, 2);
  });

  it('escapes what it puts into attributes', () => {
    assert.match(html, /href="https:\/\/host\/training.css\?a&amp;b"/);
    assert.match(html, /<html lang="es">/);
  });
});
