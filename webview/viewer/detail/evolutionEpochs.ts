/** The epochs at which Zeiler & Fergus (2014, figure 4) show the evolution of features. */
const published = [1, 2, 5, 10, 20, 30, 40, 64];

/** Those of them that are kept, and the newest; with `all`, every kept epoch. Ascending. */
export function evolutionEpochs(kept: readonly number[], all: boolean): number[] {
  return kept.filter((epoch, i) => all || published.includes(epoch) || i === kept.length - 1);
}
