/** What the analyser process offers, over the channel of its fork. Only its supervisor talks to it. */
import type { AnalyseOptions } from '../sandbox/analyse.ts';
import type { Analysis } from '../sandbox/analysis.ts';

export interface AnalyserFunctions {
  /** Analyses the model file at an absolute path; see `sandbox/analyse.ts`. */
  analyse(file: string, options: AnalyseOptions): Promise<Analysis>;
}
