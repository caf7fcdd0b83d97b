/**
 * Copies every view as a picture and as numbers, for slides and spreadsheets. A view is the nearest element with
 * `data-view` around the buttons; the picture shows that element as it is on the screen, without controls.
 *
 * A webview has the clipboard while it has the focus. If that is refused, its host copies text, and offers a file for a
 * picture.
 */
import { toBlob } from 'html-to-image';
import { createContext } from 'preact';
import { useContext, useEffect, useRef, useState } from 'preact/hooks';
import { messageOf } from '../src/data/errorMessage.ts';
import type { ClipboardHost } from '../src/panels/clipboardProtocol.ts';
import { Button } from './controls.tsx';
import { NumbersIcon, PictureIcon } from './icons.tsx';
import { t } from './localization.ts';

/** Provided by each panel at its root. */
export const Clipboard = createContext<ClipboardHost | null>(null);

/** Milliseconds for which a button says what it did. */
const sayFor = 2500;

export function CopyButtons(props: {
  /** Name of the view, for screen readers and file names. */
  readonly name: string;
  /** Text for a spreadsheet: values separated by tabs, rows by line ends. */
  readonly numbers: () => string;
}) {
  const { name, numbers } = props;
  const host = useContext(Clipboard);
  const buttons = useRef<HTMLSpanElement>(null);
  const [said, say] = useState('');
  useEffect(() => {
    if (said === '') return;
    const timer = setTimeout(() => say(''), sayFor);
    return () => clearTimeout(timer);
  }, [said]);
  if (host === null) return null;

  const tell = (copying: Promise<string>) => {
    copying.catch(messageOf).then(say);
  };
  const copyPicture = async () => {
    const picture = await pictureOf(buttons.current?.closest<HTMLElement>('[data-view]') ?? null);
    try {
      await navigator.clipboard.write([new ClipboardItem({ 'image/png': picture })]);
      return t('Copied');
    } catch {
      const saved = await host.savePicture(name, new Uint8Array(await picture.arrayBuffer()));
      return saved ? t('Saved') : '';
    }
  };
  const copyNumbers = async () => {
    const text = numbers();
    await navigator.clipboard.writeText(text).catch(() => host.copyText(text));
    return t('Copied');
  };
  return (
    <span class="copy" ref={buttons}>
      <Button appearance="icon" label={t('Copy as PNG: {0}', name)} onClick={() => tell(copyPicture())}>
        <PictureIcon />
      </Button>
      <Button appearance="icon" label={t('Copy numbers: {0}', name)} onClick={() => tell(copyNumbers())}>
        <NumbersIcon />
      </Button>
      <span class="muted" role="status">
        {said}
      </span>
    </span>
  );
}

async function pictureOf(view: HTMLElement | null): Promise<Blob> {
  const picture =
    view &&
    (await toBlob(view, {
      pixelRatio: window.devicePixelRatio,
      backgroundColor: getComputedStyle(document.body).backgroundColor,
      filter: (node) => !(node instanceof Element && node.matches('.copy, .controls')),
      // Fonts are the system's own, and nothing may be fetched.
      skipFonts: true,
    }));
  if (!picture) throw new Error(t('This view cannot be drawn as a picture.'));
  return picture;
}
