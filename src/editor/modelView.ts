/**
 * What is known of one model file while it is being edited: the last analysis that gave layers, moved
 * along with every edit since, and the latest diagnostics. An analysis of a text that has been edited
 * meanwhile is moved along, too.
 */
import type { DataSpec, ModelSpec } from '../model/spec.ts';
import type { Analysis, Diagnostic, Fix, LocatedNode, LocatedReport, SourceRange } from '../sandbox/analysis.ts';
import { shiftRangeBy, type TextEdit } from './edits.ts';
import { type LayerSite, layerSites } from './sites.ts';

export class ModelView {
  readonly file: string;
  /** False until the first analysis is there. */
  analysed = false;
  /** Of the last analysis that gave layers. */
  report: LocatedReport | null = null;
  /** Of the whole model; `null` where an error hides a part of it. */
  totals: LocatedReport['totals'] | null = null;
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

  /** The calls of this file that made layers. */
  get sites(): readonly LayerSite[] {
    this.#sites ??= this.report ? layerSites(this.report.nodes, this.file) : [];
    return this.#sites;
  }

  /** The file's text changed; all edits are given against the text before them. */
  edit(edits: readonly TextEdit[]): void {
    this.#edits.push(edits);
    this.#move([edits]);
  }

  /** Call as the text is sent to be analysed; what comes back is given to the returned function. */
  beginAnalysis(): (analysis: Analysis) => void {
    this.#edits = [];
    return (analysis) => {
      this.analysed = true;
      this.files = analysis.files.includes(this.file) ? analysis.files : [this.file, ...analysis.files];
      this.spec = analysis.spec;
      this.data = analysis.data;
      this.diagnostics = analysis.diagnostics;
      if (analysis.parsed && analysis.report) {
        this.report = analysis.report;
        this.totals = analysis.spec && analysis.report.totals;
      }
      if (analysis.parsed && analysis.modelRange) this.modelRange = analysis.modelRange;
      this.#sites = null;
      this.#move(this.#edits);
    };
  }

  #move(history: readonly (readonly TextEdit[])[]): void {
    if (history.length === 0) return;
    const move = (range: SourceRange): SourceRange | null =>
      range.file === this.file
        ? history.reduce<SourceRange | null>((moved, edits) => moved && shiftRangeBy(moved, edits), range)
        : range;
    if (this.report) {
      const nodes = this.report.nodes.flatMap((node): LocatedNode[] => {
        const range = move(node.range);
        const callers = node.callers.map(move).filter((caller) => caller !== null);
        return range ? [{ ...node, range, callers }] : [];
      });
      this.report = { ...this.report, nodes };
    }
    this.modelRange = this.modelRange && move(this.modelRange);
    this.diagnostics = this.diagnostics.flatMap((diagnostic): Diagnostic[] => {
      const range = move(diagnostic.range);
      const fixes = diagnostic.fixes.flatMap((fix): Fix[] => {
        const moved = fix.edits.map((edit) => ({ range: move(edit.range), newText: edit.newText }));
        const edits = moved.flatMap(({ range, newText }) => (range ? [{ range, newText }] : []));
        return edits.length === fix.edits.length ? [{ ...fix, edits }] : [];
      });
      return range ? [{ ...diagnostic, range, fixes }] : [];
    });
    this.#sites = null;
  }
}
