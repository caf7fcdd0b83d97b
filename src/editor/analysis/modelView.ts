/**
 * What is known of one model file while it is being edited: the last analysis with layers, the last with all of them,
 * both moved along with every edit since, and the latest diagnostics. An analysis of a text that has been edited
 * meanwhile is moved along, too.
 */
import type { EvaluatedModel } from '../../jobs/trainer/evaluatedModel.ts';
import type { DataSpec, ModelSpec } from '../../model/spec.ts';
import type { Analysis, Diagnostic, Fix, LocatedNode, LocatedReport, SourceRange } from '../../sandbox/analysis.ts';
import { shiftRangeBy, type TextEdit } from './edits.ts';
import { type LayerSite, layerSites } from './sites.ts';

export class ModelView {
  readonly file: string;
  /** False until the first analysis arrives. */
  analysed = false;
  /** From the last analysis with layers; if an error hides some, the valid ones. */
  report: LocatedReport | null = null;
  /** From the last analysis with all layers: the same, unless an error hides some now. */
  wholeReport: LocatedReport | null = null;
  modelRange: SourceRange | null = null;
  /** The data of the latest analysis. */
  data: DataSpec | null = null;
  diagnostics: readonly Diagnostic[] = [];
  files: readonly string[];
  #analysis: Pick<Analysis, 'spec' | 'digest'> | null = null;
  #edits: (readonly TextEdit[])[] = [];
  #sites: readonly LayerSite[] | null = null;

  constructor(file: string) {
    this.file = file;
    this.files = [file];
  }

  /** From the latest analysis; `null` if an error prevents training. */
  get spec(): ModelSpec | null {
    return this.#analysis?.spec ?? null;
  }

  /** The model of the latest analysis, and what it was made of. */
  get evaluated(): EvaluatedModel | null {
    const { spec: model = null, digest = null } = this.#analysis ?? {};
    return model && digest !== null ? { model, files: this.files, digest } : null;
  }

  /** The calls of this file that made layers; those that an error hides as they were before it. */
  get sites(): readonly LayerSite[] {
    this.#sites ??= this.sitesIn(this.file);
    return this.#sites;
  }

  /** The calls of one of its files that made layers. */
  sitesIn(file: string): readonly LayerSite[] {
    const known = this.report ? layerSites(this.report.nodes, file) : [];
    if (!this.wholeReport || this.report?.isWhole) return known;
    const ends = new Set(known.map(({ range }) => endOf(range)));
    const earlier = layerSites(this.wholeReport.nodes, file).filter(({ range }) => !ends.has(endOf(range)));
    return [...known, ...earlier.map((site) => ({ ...site, isEarlier: true }))];
  }

  /** The report that a site belongs to. */
  reportOf({ isEarlier }: LayerSite): LocatedReport | null {
    return isEarlier ? this.wholeReport : this.report;
  }

  /** Totals of the whole model; `null` if an error hides part of it. */
  get totals(): LocatedReport['totals'] | null {
    return this.report?.isWhole ? this.report.totals : null;
  }

  /** Totals of the whole model before the error that hides part of it; `null` if there is no such error. */
  get earlierTotals(): LocatedReport['totals'] | null {
    return this.report?.isWhole ? null : (this.wholeReport?.totals ?? null);
  }

  /** To be called when the file's text has changed; all edits are relative to the text before. */
  edit(edits: readonly TextEdit[]): void {
    this.#edits.push(edits);
    const move = mover(this.file, [edits]);
    const isSame = this.report === this.wholeReport;
    this.report = this.report && movedReport(this.report, move);
    this.wholeReport = isSame ? this.report : this.wholeReport && movedReport(this.wholeReport, move);
    this.modelRange = this.modelRange && move(this.modelRange);
    this.diagnostics = movedDiagnostics(this.diagnostics, move);
    this.#sites = null;
  }

  /** To be called when the text is sent for analysis; the result goes to the returned function. */
  beginAnalysis(): (analysis: Analysis) => void {
    this.#edits = [];
    return (analysis) => {
      this.#take(analysis, this.#edits.length === 0 ? analysis : moved(analysis, mover(this.file, this.#edits)));
      if (this.report?.isWhole) this.wholeReport = this.report;
    };
  }

  /** Shows an analysis of another text as if it were of this one; what an error in it hides stays as it is. */
  preview(analysis: Analysis): void {
    this.report = this.wholeReport ?? this.report;
    this.#take(analysis, analysis);
  }

  #take(analysis: Analysis, { report, modelRange, diagnostics }: Places): void {
    this.analysed = true;
    this.files = analysis.files.includes(this.file) ? analysis.files : [this.file, ...analysis.files];
    this.data = analysis.data;
    this.diagnostics = diagnostics;
    if (analysis.parsed && report) this.report = report;
    if (analysis.parsed && modelRange) this.modelRange = modelRange;
    this.#analysis = analysis;
    this.#sites = null;
  }
}

/** What of an analysis stands somewhere in the text. */
type Places = Pick<Analysis, 'report' | 'modelRange' | 'diagnostics'>;

type Move = (range: SourceRange) => SourceRange | null;

/** Moves ranges of a file along with all edits of its text. */
const mover =
  (file: string, history: readonly (readonly TextEdit[])[]): Move =>
  (range) =>
    range.file === file
      ? history.reduce<SourceRange | null>((moved, edits) => moved && shiftRangeBy(moved, edits), range)
      : range;

const moved = ({ report, modelRange, diagnostics }: Analysis, move: Move): Places => ({
  report: report && movedReport(report, move),
  modelRange: modelRange && move(modelRange),
  diagnostics: movedDiagnostics(diagnostics, move),
});

function movedReport(report: LocatedReport, move: Move): LocatedReport {
  const nodes = report.nodes.flatMap((node): LocatedNode[] => {
    const range = move(node.range);
    const callers = node.callers.map(move).filter((caller) => caller !== null);
    return range ? [{ ...node, range, callers }] : [];
  });
  return { ...report, nodes };
}

function movedDiagnostics(diagnostics: readonly Diagnostic[], move: Move): readonly Diagnostic[] {
  return diagnostics.flatMap((diagnostic): Diagnostic[] => {
    const range = move(diagnostic.range);
    const fixes = diagnostic.fixes.flatMap((fix): Fix[] => {
      const places = fix.edits.map((edit) => ({ range: move(edit.range), newText: edit.newText }));
      const edits = places.flatMap(({ range, newText }) => (range ? [{ range, newText }] : []));
      return edits.length === fix.edits.length ? [{ ...fix, edits }] : [];
    });
    const callers = diagnostic.callers?.map(move).filter((caller) => caller !== null);
    const { importedAt: imported, ...rest } = diagnostic;
    const importedAt = imported && move(imported);
    return range ? [{ ...rest, range, ...(callers && { callers }), ...(importedAt && { importedAt }), fixes }] : [];
  });
}

const endOf = ({ endLine, endColumn }: SourceRange): string => `${endLine}:${endColumn}`;
