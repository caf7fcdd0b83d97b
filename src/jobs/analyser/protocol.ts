/** The functions of the analyser process and of its supervisor, called over the channel of its fork. */
import type { Findings, MachineMemory } from '../../model/findings.ts';
import type { DataSpec } from '../../model/spec.ts';
import type { AnalyseOptions } from '../../sandbox/analyse.ts';
import type { PackedAnalysis } from './packedAnalysis.ts';

export interface AnalyserOptions extends Omit<AnalyseOptions, 'weigh'> {
  /** What the model's batches have to fit into; they are not weighed without it. */
  readonly memory?: MachineMemory | null;
}

export interface AnalyserFunctions {
  /**
   * Analyses the model file at an absolute path; see `sandbox/analyse.ts`. The analysis comes by `analysed` before this
   * settles; this rejects if the file cannot be read.
   */
  analyse(request: number, file: string, options: AnalyserOptions): Promise<void>;
  /** Looks at the files of a model's data, whose paths are relative to an absolute folder; see `data/look.ts`. */
  look(data: DataSpec, modelFolder: string): Promise<Findings | null>;
}

export interface AnalyserSupervisor {
  /** Called once or twice per request. */
  analysed(request: number, analysis: PackedAnalysis): void;
}
