/** What is said of the builders, in the language of the editor; read when first asked for. */
import { readFile } from 'node:fs/promises';
import path from 'node:path';
import type { Reference, ReferenceEntry } from '../model/reference.ts';

export class ReferenceTexts {
  readonly #folder: string;
  readonly #language: string;
  #entries: Promise<ReadonlyMap<string, ReferenceEntry>> | null = null;

  /** `folder` holds a file a language: `en.json`; `language` is one as VS Code names it. */
  constructor(folder: string, language: string) {
    this.#folder = folder;
    this.#language = language;
  }

  /** Of a builder; `null` where it is none. */
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
