/** Suggestions for names that are not known. */
import { closest, distance } from 'fastest-levenshtein';

/** The known name nearest to a mistyped one; `kernel_size`, `lr` or `eps` finds `kernelSize`, `learningRate` or `epsilon`. */
export function didYouMean(name: string, known: readonly string[]): string | null {
  if (known.length === 0) return null;
  const initials = (word: string) => `${word.charAt(0)}${word.replace(/[^A-Z]/g, '')}`.toLowerCase();
  const same = known.find((candidate) => plainName(candidate) === plainName(name) || initials(candidate) === name);
  if (same !== undefined) return same;
  const translated = namesElsewhere.get(plainName(name));
  if (translated !== undefined && known.includes(translated)) return translated;
  const nearest = closest(name, known);
  if (distance(name, nearest) <= Math.max(1, Math.floor(name.length / 3))) return nearest;
  const begins = (long: string, short: string) => short.length >= 3 && plainName(long).startsWith(plainName(short));
  return known.find((candidate) => begins(candidate, name) || begins(name, candidate)) ?? null;
}

/** A name without its spelling: `kernel_size` is `kernelSize`. */
export const plainName = (name: string): string => name.replaceAll('_', '').toLowerCase();

/** What PyTorch and Keras call by a word that is nowhere near ours. */
const namesElsewhere: ReadonlyMap<string, string> = new Map([
  ['linear', 'dense'],
  ['maxpooling2d', 'maxPool2d'],
  ['averagepooling2d', 'avgPool2d'],
  ['globalmaxpooling2d', 'globalMaxPool2d'],
  ['globalaveragepooling2d', 'globalAvgPool2d'],
  ['batchnormalization', 'batchNorm2d'],
  ['filters', 'outChannels'],
  ['outfeatures', 'units'],
  ['kernelsize', 'size'],
  ['poolsize', 'size'],
  ['usebias', 'bias'],
  ['rate', 'p'],
  ['numgroups', 'groups'],
  ['elementwiseaffine', 'affine'],
  ['interpolation', 'mode'],
  ['alpha', 'negativeSlope'],
  ['momentum', 'beta1'],
  ['rho', 'alpha'],
  ['etamin', 'finalLearningRate'],
  ['factor', 'gamma'],
  ['decayrate', 'gamma'],
  ['stepsize', 'epochs'],
  ['milestones', 'epochs'],
  ['boundaries', 'steps'],
  ['decaysteps', 'steps'],
  ['warmupepochs', 'epochs'],
  ['warmupsteps', 'steps'],
  ['categoricalcrossentropy', 'crossEntropy'],
  ['sparsecategoricalcrossentropy', 'crossEntropy'],
  ['mse', 'meanSquaredError'],
  ['bce', 'binaryCrossEntropy'],
  ['transform', 'augment'],
  ['transforms', 'augment'],
]);
