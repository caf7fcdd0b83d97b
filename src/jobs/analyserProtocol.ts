/** The functions of the analyser process, called by its supervisor over the channel of its fork. */
import type { Findings } from '../model/findings.ts';
import type { DataSpec } from '../model/spec.ts';
import type { AnalyseOptions } from '../sandbox/analyse.ts';
import type { Analysis } from '../sandbox/analysis.ts';

export interface AnalyserFunctions {
  /** Analyses the model file at an absolute path; see `sandbox/analyse.ts`. */
  analyse(file: string, options: AnalyseOptions): Promise<Analysis>;
  /** Looks at the files of a model's data, whose paths are relative to an absolute folder; see `data/look.ts`. */
  look(data: DataSpec, modelFolder: string): Promise<Findings | null>;
}
