/**
 * The reference of `'cnn-lab'`: what hovers, signature help and `docs/` say about each builder. `scripts/reference.ts`
 * reads it from the doc comments of `src/cnn/`, its only source.
 */

/** An argument, or an option by its name. Texts are Markdown. */
export interface ReferenceField {
  readonly name: string;
  /** Meaning, unit and default. */
  readonly text: string;
  /** As it is declared: `Size`, `boolean`. */
  readonly type: string;
  readonly optional: boolean;
  /** The options of an option that is itself an object; else empty. */
  readonly fields: readonly ReferenceField[];
}

export interface ReferenceEntry {
  readonly name: string;
  readonly section: ReferenceSection;
  /** What it is and does; the first sentence alone distinguishes it from others. */
  readonly summary: string;
  /** When to use it. */
  readonly purpose: string;
  /** Formula, shapes, weights: one paragraph each. */
  readonly details: readonly string[];
  readonly positional: readonly ReferenceField[];
  readonly options: readonly ReferenceField[];
  readonly examples: readonly string[];
  /** Its names in other libraries: `nn.Conv2d`, `layers.Conv2D`. */
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

/** The same in another language: every paragraph goes through `translate`. */
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
