/** Shows how many images of a folder have been read: an updating line on a terminal, an occasional line elsewhere. */
import * as l10n from '@vscode/l10n';
import { formatCount } from '../model/format.ts';

export interface ReadingDisplay {
  tell(done: number, total: number): void;
  /** Removes the line. */
  close(): void;
}

/** Milliseconds between updates: on a terminal, and elsewhere. */
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
