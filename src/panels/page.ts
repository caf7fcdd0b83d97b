/** The HTML of a panel. Pure, so that its policy can be tested without an editor. */

export interface Page {
  /** Addresses of the panel's script and style. */
  readonly script: string;
  readonly style: string;
  /** Their origin, as a source in a content security policy. */
  readonly source: string;
  readonly nonce: string;
  /** BCP 47. */
  readonly language: string;
  /** Translations by message, as `@vscode/l10n` takes them; none for English. */
  readonly translations: Readonly<Record<string, string>>;
}

/**
 * Only our own two files are loaded, and no connection is made. Styles that the script sets go through the object
 * model, which needs no exception. Images are those that the script makes of the page, for copying.
 */
export function pageHtml(page: Page): string {
  const policy = `default-src 'none'; script-src 'nonce-${page.nonce}'; style-src ${page.source}; img-src data:`;
  // In a script element, only `</script` ends the text.
  const translations = JSON.stringify(page.translations).replaceAll('<', '\\u003c');
  return `<!DOCTYPE html>
<html lang="${attribute(page.language)}">
  <head>
    <meta charset="utf-8" />
    <meta name="viewport" content="width=device-width, initial-scale=1" />
    <meta http-equiv="Content-Security-Policy" content="${attribute(policy)}" />
    <link rel="stylesheet" href="${attribute(page.style)}" />
  </head>
  <body>
    <div id="root"></div>
    <script type="application/json" id="translations">${translations}</script>
    <script nonce="${attribute(page.nonce)}" src="${attribute(page.script)}"></script>
  </body>
</html>
`;
}

function attribute(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('"', '&quot;').replaceAll('<', '&lt;');
}
