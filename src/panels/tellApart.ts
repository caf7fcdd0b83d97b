/** What tells panels of one title apart, as VS Code does with editors of one name. */

export interface Titled {
  readonly title: string;
  /** Absolute path of what the panel shows: a model file or a run folder. */
  readonly subject: string;
}

/** The title of each panel, with the folders or the name in which it differs from others of the same title. */
export function tellApart(panels: readonly Titled[]): readonly string[] {
  return panels.map(({ title, subject }) => {
    const own = parts(subject);
    const others = panels.filter((other) => other.title === title).map((other) => parts(other.subject));
    const places = new Set(others.map((other) => own.findIndex((part, index) => part !== other[index])));
    const telling = own.filter((_, index) => places.has(index));
    return telling.length === 0 ? title : `${title} (${telling.join('/')})`;
  });
}

/** Every run is in folders of these names. */
const parts = (subject: string): readonly string[] =>
  subject.split(/[/\\]/).filter((part) => part !== '.cnn-lab' && part !== 'runs');
