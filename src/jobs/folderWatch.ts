/** Word of what changes in a folder, where the system gives any: whoever has to know looks now and then besides. */
import { watch } from 'node:fs';

export interface FolderWatch {
  close(): void;
}

/** `onChange` gets the name of the file. Some file systems tell nothing, nor does Linux beyond a number of watches. */
export function watchFolder(folder: string, onChange: (file: string | null) => void): FolderWatch {
  try {
    const watcher = watch(folder, (_event, file) => onChange(file));
    watcher.on('error', () => watcher.close());
    return watcher;
  } catch {
    return { close: () => undefined };
  }
}
