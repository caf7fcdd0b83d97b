/** Notifications of changes in a folder, where the system provides them: callers must poll as well. */
import { watch } from 'node:fs';

export interface FolderWatch {
  close(): void;
}

/**
 * `onChange` receives the name of the file. Some file systems report nothing, and neither does Linux beyond a number of
 * watches.
 */
export function watchFolder(folder: string, onChange: (file: string | null) => void): FolderWatch {
  try {
    const watcher = watch(folder, (_event, file) => onChange(file));
    watcher.on('error', () => watcher.close());
    return watcher;
  } catch {
    return { close: () => undefined };
  }
}
