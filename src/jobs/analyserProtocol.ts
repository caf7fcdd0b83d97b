/** What the analyser process offers, over the channel of its fork. Only its supervisor talks to it. */
import type { Findings } from '../model/findings.ts';
import type { DataSpec } from '../model/spec.ts';
import type { AnalyseOptions } from '../sandbox/analyse.ts';
import type { Analysis } from '../sandbox/analysis.ts';

export interface AnalyserFunctions {
  /** Analyses the model file at an absolute path; see `sandbox/analyse.ts`. */
  analyse(file: string, options: AnalyseOptions): Promise<Analysis>;
  /** Looks at the files of a model's data, whose paths start from an absolute folder; see `data/look.ts`. */
  look(data: DataSpec, modelFolder: string): Promise<Findings | null>;
}
