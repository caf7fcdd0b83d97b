/** The one Chromium that all pages of a test run share. */
import { type Browser, chromium } from 'playwright-core';
import { ensureChromium } from './install.ts';

let browser: Promise<Browser> | null = null;

export function launchBrowser(): Promise<Browser> {
  browser ??= chromium.launch({
    executablePath: ensureChromium(),
    args: [
      ...['--disable-gpu', '--disable-quic', '--no-first-run', '--disable-background-networking'],
      ...['--disable-component-update', '--disable-sync'],
      ...(process.getuid?.() === 0 ? ['--no-sandbox'] : []),
    ],
  });
  return browser;
}

/** Ends the browser that all share. */
export async function closeBrowser(): Promise<void> {
  await (await browser)?.close();
  browser = null;
}
