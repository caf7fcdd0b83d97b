/**
 * What is known of one model file while it is being edited: the last analysis that gave layers, the last that
 * gave all of them, both moved along with every edit since, and the latest diagnostics. An analysis of a text
 * that has been edited meanwhile is moved along, too.
 */
import type { DataSpec, ModelSpec } from '../model/spec.ts';
import type { Analysis, Diagnostic, Fix, LocatedNode, LocatedReport, SourceRange } from '../sandbox/analysis.ts';
import { shiftRangeBy, type TextEdit } from './edits.ts';
import { type LayerSite, layerSites } from './sites.ts';

export class ModelView {
  readonly file: string;
  /** False until the first analysis is there. */
  analysed = false;
  /** Of the last analysis that gave layers: where an error hides some, of those that are right. */
  report: LocatedReport | null = null;
  /** Of the last analysis that gave all layers: the same, unless an error hides some now. */
  wholeReport: LocatedReport | null = null;
  modelRange: SourceRange | null = null;
  /** Of the latest analysis, `null` where an error stops training. */
  spec: ModelSpec | null = null;
  /** What the latest analysis says is to be learned from. */
  data: DataSpec | null = null;
  diagnostics: readonly Diagnostic[] = [];
  files: readonly string[];
  #edits: (readonly TextEdit[])[] = [];
  #sites: readonly LayerSite[] | null = null;

  constructor(file: string) {
    this.file = file;
    this.files = [file];
  }

  /** The calls of this file that made layers; those that an error hides as they were before it. */
  get sites(): readonly LayerSite[] {
    this.#sites ??= this.#allSites();
    return this.#sites;
  }

  /** The report that a site is of. */
  reportOf({ isEarlier }: LayerSite): LocatedReport | null {
    return isEarlier ? this.wholeReport : this.report;
  }

  /** Of the whole model; `null` where an error hides a part of it. */
  get totals(): LocatedReport['totals'] | null {
    return this.report?.isWhole ? this.report.totals : null;
  }

  /** Of the whole model as it was before an error that hides a part of it; `null` where none does. */
  get earlierTotals(): LocatedReport['totals'] | null {
    return this.report?.isWhole ? null : (this.wholeReport?.totals ?? null);
  }

  /** The file's text changed; all edits are given against the text before them. */
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

  /** Call as the text is sent to be analysed; what comes back is given to the returned function. */
  beginAnalysis(): (analysis: Analysis) => void {
    this.#edits = [];
    return (analysis) => {
      const move = mover(this.file, this.#edits);
      this.#take({
        ...analysis,
        report: analysis.report && movedReport(analysis.report, move),
        modelRange: analysis.modelRange && move(analysis.modelRange),
        diagnostics: movedDiagnostics(analysis.diagnostics, move),
      });
      if (this.report?.isWhole) this.wholeReport = this.report;
    };
  }

  /** Shows an analysis of another text as if it were of this one; what an error in it hides stays as it is here. */
  preview(analysis: Analysis): void {
    this.report = this.wholeReport ?? this.report;
    this.#take(analysis);
  }

  #take(analysis: Analysis): void {
    this.analysed = true;
    this.files = analysis.files.includes(this.file) ? analysis.files : [this.file, ...analysis.files];
    this.spec = analysis.spec;
    this.data = analysis.data;
    this.diagnostics = analysis.diagnostics;
    if (analysis.parsed && analysis.report) this.report = analysis.report;
    if (analysis.parsed && analysis.modelRange) this.modelRange = analysis.modelRange;
    this.#sites = null;
  }

  #allSites(): readonly LayerSite[] {
    const known = this.report ? layerSites(this.report.nodes, this.file) : [];
    if (!this.wholeReport || this.report?.isWhole) return known;
    const ends = new Set(known.map(({ range }) => endOf(range)));
    const earlier = layerSites(this.wholeReport.nodes, this.file).filter(({ range }) => !ends.has(endOf(range)));
    return [...known, ...earlier.map((site) => ({ ...site, isEarlier: true }))];
  }
}

type Move = (range: SourceRange) => SourceRange | null;

/** Moves ranges of a file by all edits of its text. */
const mover =
  (file: string, history: readonly (readonly TextEdit[])[]): Move =>
  (range) =>
    range.file === file
      ? history.reduce<SourceRange | null>((moved, edits) => moved && shiftRangeBy(moved, edits), range)
      : range;

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
      const moved = fix.edits.map((edit) => ({ range: move(edit.range), newText: edit.newText }));
      const edits = moved.flatMap(({ range, newText }) => (range ? [{ range, newText }] : []));
      return edits.length === fix.edits.length ? [{ ...fix, edits }] : [];
    });
    return range ? [{ ...diagnostic, range, fixes }] : [];
  });
}

const endOf = ({ endLine, endColumn }: SourceRange): string => `${endLine}:${endColumn}`;
