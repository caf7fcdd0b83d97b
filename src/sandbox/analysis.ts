/**
 * Analysis: the result of one evaluation of a model file, for editor and command line. Plain data, so that it can cross
 * a process border. Lines and columns count from 1; columns are UTF-16 units, as in VS Code; `end` is exclusive.
 */
import type { DiagnosticCode } from '../model/lessons/index.ts';
import type { ModelReport, NodeReport } from '../model/report.ts';
import type { DataSpec, ModelSpec, Size2d } from '../model/spec.ts';

export interface SourceRange {
  /** Absolute path of the file. */
  readonly file: string;
  readonly line: number;
  readonly column: number;
  readonly endLine: number;
  readonly endColumn: number;
}

export type Severity = 'error' | 'warning' | 'information';

export interface Diagnostic {
  readonly severity: Severity;
  readonly code: DiagnosticCode;
  /** Names the numbers and the remedy, in terms of layers. */
  readonly message: string;
  readonly range: SourceRange;
  /** Calls that led there, innermost first, where a helper made what is wrong. */
  readonly callers?: readonly SourceRange[];
  /** The import of the model file that leads there: on the first of what is wrong with another file by itself. */
  readonly importedAt?: SourceRange;
  readonly fixes: readonly Fix[];
}

/** A one-click fix: all of its edits together (a layer and its import, say). An empty range inserts. */
export interface Fix {
  readonly title: string;
  readonly edits: readonly { readonly range: SourceRange; readonly newText: string }[];
}

/** A fix that gives a layer another output size; its title says both halves. */
export interface Rewrite extends Fix {
  /** `7×7`, `Halve to 14×14`. */
  readonly goal: string;
  /** `stride 2, padding 1`. */
  readonly change: string;
}

/** A node of the model with the place that made it. */
export interface LocatedNode extends NodeReport {
  /** The layer's own call, from the callee's first character to the closing parenthesis. */
  readonly range: SourceRange;
  /** Calls above it, innermost first, when a loop or a helper made the layer. */
  readonly callers: readonly SourceRange[];
}

export type LocatedReport = Omit<ModelReport, 'nodes'> & { readonly nodes: readonly LocatedNode[] };

/** Asks for rewrites, of the call at a place, that change its output size. */
export interface ResizeRequest {
  /** The model file or one that it imports. */
  readonly file: string;
  /** From 1. */
  readonly line: number;
  readonly column: number;
  /** `null` for the default goals: the same size, and half of it. */
  readonly size: Size2d | null;
}

export interface Analysis {
  /** Every file that was read, absolute, the model file first: a change in any requires a new analysis. */
  readonly files: readonly string[];
  /** The valid model; `null` if an error prevents training, other than a batch too large for this machine. */
  readonly spec: ModelSpec | null;
  /** Of the texts of `files`, if there is a valid model; see `digest.ts`. */
  readonly digest: string | null;
  /** The valid part of the model: nodes before the first error stay. */
  readonly report: LocatedReport | null;
  /** The data, whatever else is wrong with the model. */
  readonly data: DataSpec | null;
  /** The `model({...})` call, where CodeLenses go. */
  readonly modelRange: SourceRange | null;
  readonly diagnostics: readonly Diagnostic[];
  /** The requested rewrites, simplest first. */
  readonly rewrites: readonly Rewrite[];
  /** False if the text does not parse. The editor then keeps the last good hints, as it does if `report` is null. */
  readonly parsed: boolean;
}
