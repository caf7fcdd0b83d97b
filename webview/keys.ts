/** Keyboard shortcuts that work wherever the focus is, except in elements that use these keys themselves. */
import { useEffect, useRef } from 'preact/hooks';

/** `?`, `Escape`, `Shift+ArrowLeft`: the key as typed, of keys without a sign of their own with Shift. */
function keyName({ key, shiftKey }: Pick<KeyboardEvent, 'key' | 'shiftKey'>): string {
  return shiftKey && key.length > 1 ? `Shift+${key}` : key;
}

const takesKeys = 'input:not([type="checkbox"]), textarea, vscode-dropdown, dialog';

export function useKeys(keys: Readonly<Record<string, () => void>>): void {
  const newest = useRef(keys);
  newest.current = keys;
  useEffect(() => {
    const listen = (event: KeyboardEvent) => {
      const { target } = event;
      if (event.defaultPrevented || event.ctrlKey || event.altKey || event.metaKey) return;
      if (target instanceof Element && target.closest(takesKeys)) return;
      const act = newest.current[keyName(event)];
      if (act === undefined) return;
      event.preventDefault();
      act();
    };
    window.addEventListener('keydown', listen);
    return () => window.removeEventListener('keydown', listen);
  }, []);
}
