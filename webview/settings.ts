/** The user's settings of a view, kept when it is hidden, moved or reloaded. */
import { useState } from 'preact/hooks';
import { vscode } from './vscode.ts';

/** A setting of the view under `key`; values stored by another version of `isValid` fall back to `initial`. */
export function useSetting<T>(
  key: string,
  initial: T,
  isValid: (value: unknown) => value is T,
): [value: T, set: (value: T) => void] {
  const [value, setValue] = useState(() => {
    const stored = storedState()[key];
    return isValid(stored) ? stored : initial;
  });
  const set = (next: T) => {
    store(key, next);
    setValue(next);
  };
  return [value, set];
}

export function store(key: string, value: unknown): void {
  vscode.setState({ ...storedState(), [key]: value });
}

export function storedState(): Readonly<Record<string, unknown>> {
  const state = vscode.getState();
  return typeof state === 'object' && state !== null ? { ...state } : {};
}

export const isBoolean = (value: unknown): value is boolean => typeof value === 'boolean';
export const isNumber = (value: unknown): value is number => Number.isFinite(value);
