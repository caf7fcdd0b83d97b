/**
 * What is said of each builder of `'cnn-lab'`: read from the doc comments of `src/cnn/`, which are its one source,
 * by `scripts/reference.ts`. Hovers, signature help and `docs/` show it.
 */

/** An argument, or an option by its name. Texts are Markdown. */
export interface ReferenceField {
  readonly name: string;
  /** Meaning, unit and default. */
  readonly text: string;
  /** As it is declared: `Size`, `boolean`. */
  readonly type: string;
  readonly optional: boolean;
  /** What an option takes that is itself an object; else empty. */
  readonly fields: readonly ReferenceField[];
}

export interface ReferenceEntry {
  readonly name: string;
  readonly section: ReferenceSection;
  /** What it is and does, its first sentence alone enough to tell it from others. */
  readonly summary: string;
  /** What it is for: when one takes it. */
  readonly purpose: string;
  /** Formula, shapes, weights: a paragraph each. */
  readonly details: readonly string[];
  readonly positional: readonly ReferenceField[];
  readonly options: readonly ReferenceField[];
  readonly examples: readonly string[];
  /** Where it is known under these names: `nn.Conv2d`, `layers.Conv2D`. */
  readonly pytorch: string | null;
  readonly keras: string | null;
  /** Where it was published: author, year, title, `arXiv:` or `doi:`. */
  readonly papers: readonly string[];
}

/** Folders of `docs/`. */
export type ReferenceSection = 'model' | 'layers' | 'data' | 'augmentation' | 'losses' | 'optimizers' | 'schedules';

export interface Reference {
  /** In the order of the sources. */
  readonly entries: readonly ReferenceEntry[];
}

/** The same in another language: every text goes through `translate`, as long as a paragraph. */
export function translated({ entries }: Reference, translate: (text: string) => string): Reference {
  const field = (each: ReferenceField): ReferenceField => ({
    ...each,
    text: translate(each.text),
    fields: each.fields.map(field),
  });
  return {
    entries: entries.map((entry) => ({
      ...entry,
      summary: translate(entry.summary),
      purpose: translate(entry.purpose),
      details: entry.details.map(translate),
      positional: entry.positional.map(field),
      options: entry.options.map(field),
    })),
  };
}

/** Page of a builder from the folder `docs/`: `layers/conv2d.md`. */
export const pageOf = ({ section, name }: Pick<ReferenceEntry, 'section' | 'name'>): string => `${section}/${name}.md`;
