/** The reference of the builders in the language of the editor; read on first use. */
import { readFile } from 'node:fs/promises';
import path from 'node:path';
import type { Reference, ReferenceEntry } from '../../model/reference.ts';

export class ReferenceTexts {
  readonly #folder: string;
  readonly #language: string;
  #entries: Promise<ReadonlyMap<string, ReferenceEntry>> | null = null;

  /** `folder` has one file per language, such as `en.json`; `language` is a tag as VS Code gives it. */
  constructor(folder: string, language: string) {
    this.#folder = folder;
    this.#language = language;
  }

  /** The entry of a builder; `null` if there is none. */
  async entry(name: string): Promise<ReferenceEntry | null> {
    this.#entries ??= this.#read();
    return (await this.#entries).get(name) ?? null;
  }

  async #read(): Promise<ReadonlyMap<string, ReferenceEntry>> {
    const [base = ''] = this.#language.split('-');
    const read = (language: string) => readFile(path.join(this.#folder, `${language}.json`), 'utf8');
    const text = await read(this.#language)
      .catch(() => read(base))
      .catch(() => read('en'));
    const { entries }: Reference = JSON.parse(text);
    return new Map(entries.map((entry) => [entry.name, entry]));
  }
}
