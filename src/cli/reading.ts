/** How far the images of a folder are read: one line that is written over on a terminal, now and then a line elsewhere. */
import * as l10n from '@vscode/l10n';
import { formatCount } from '../model/format.ts';

export interface ReadingDisplay {
  tell(done: number, total: number): void;
  /** Takes the line away. */
  close(): void;
}

/** Milliseconds between two words: on a terminal, and elsewhere. */
const [redrawn, lineEvery] = [100, 30_000];

export function showReading(stream: NodeJS.WriteStream): ReadingDisplay {
  let told = performance.now();
  let shown = false;
  return {
    tell(done, total) {
      if (done < total && performance.now() - told < (stream.isTTY ? redrawn : lineEvery)) return;
      told = performance.now();
      shown = stream.isTTY;
      const line = l10n.t('reading images {0}/{1}', formatCount(done), formatCount(total));
      stream.write(stream.isTTY ? `\r\x1b[K${line}` : `${line}\n`);
    },
    close() {
      if (shown) stream.write('\r\x1b[K');
      shown = false;
    },
  };
}
