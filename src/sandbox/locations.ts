/** Ties recorded calls to ranges of the source. */
import * as l10n from '@vscode/l10n';
import ts from 'typescript';
import type { Call } from '../cnn/record.ts';
import type { Problem, Remedy } from '../model/problem.ts';
import { pathInCall, type Signature } from '../model/signature.ts';
import type { Diagnostic, Fix, LocatedNode, SourceRange } from './analysis.ts';
import { type CallSite, type CallSites, rangeOf } from './callSites.ts';
import { fixFor, setFields } from './fixes.ts';
import { locate } from './locate.ts';
import type { LoadedModule } from './modules.ts';
import { surplusArguments } from './surplusArguments.ts';
import { unusedLayers } from './unusedLayers.ts';

export class Locations {
  private readonly sites: readonly (CallSite | null)[];
  private readonly calls: readonly Call[];
  private readonly entry: LoadedModule;

  constructor(calls: readonly Call[], sites: CallSites, entry: LoadedModule) {
    this.calls = calls;
    this.sites = calls.map(({ stack }) => sites.find(stack));
    this.entry = entry;
  }

  /** The whole call. */
  call(index: number): SourceRange {
    const site = this.sites[index];
    return site ? rangeOf(site) : this.entry.source.range(0, 0);
  }

  /** Where a layer is built, and the calls that led there. */
  layer(index: number): Pick<LocatedNode, 'range' | 'callers'> {
    return { range: this.call(index), callers: this.sites[index]?.callers.map(rangeOf) ?? [] };
  }

  /** Layers that the model file builds and nothing uses. */
  unusedLayers(): readonly Problem[] {
    return unusedLayers(this.calls, this.sites, this.entry);
  }

  /** Arguments that JavaScript drops. */
  surplusArguments(): readonly Problem[] {
    return surplusArguments(this.calls, this.sites);
  }

  /** `applications`: the call that used each layer on a tensor, if any. */
  diagnostic(problem: Problem, applications: ReadonlyMap<number, number | null>): Diagnostic {
    const { severity, code, call, remedies } = problem;
    const fixes = remedies.map((remedy) => this.fix(remedy, call, applications)).filter((fix) => fix !== null);
    const message = `${problem.message}${this.instance(call)}`;
    const site = this.sites[call] ?? null;
    const callers = site?.callers.map(rangeOf) ?? [];
    return { severity, code, message, range: this.place(problem, site), ...(callers.length > 0 && { callers }), fixes };
  }

  private fix(remedy: Remedy, problem: number, applications: ReadonlyMap<number, number | null>): Fix | null {
    const call = remedy.call ?? problem;
    const site = this.sites[call];
    // What ends a model would come after each layer of a loop or helper.
    if (!site || (remedy.kind === 'insertAfter' && this.siblings(call).length > 1)) return null;
    const application = applications.get(call) ?? null;
    const fix = fixFor(remedy, site, application === null ? null : (this.sites[application] ?? null));
    return fix && { ...fix, title: this.forAll(call, fix.title) };
  }

  /** Edits that set fields of the call; `null` if they cannot be made safely. */
  rewrite(call: number, signature: Signature, title: string, values: Readonly<Record<string, string>>): Fix | null {
    const site = this.sites[call];
    if (!site?.node || !site.direct) return null;
    const fields = Object.entries(values).map(([name, text]) => ({ path: pathInCall(signature, [name]), text }));
    const edits = setFields(site.module, site.node, fields);
    return edits && { title, edits };
  }

  private place({ call, path, code }: Problem, site: CallSite | null): SourceRange {
    if (!site?.node || !site.direct) return this.call(call);
    const { source, tree } = site.module;
    const { node, name } = locate(site.node, path);
    const shown = code === 'unknown-option' && name ? name : node;
    const start = shown.getStart(tree);
    // A call of several lines is underlined at its name.
    const end =
      shown === site.node && source.text.slice(start, shown.end).includes('\n') ? calleeEnd(shown) : shown.end;
    return source.range(start, end);
  }

  /** A change, with how many layers it is made to where a loop or helper builds them. */
  forAll(call: number, change: string): string {
    const { length } = this.siblings(call);
    const isLayer = ['layer', 'tensor'].includes(this.calls[call]?.role ?? '');
    return isLayer && length > 1 ? l10n.t('{0} (changes {1} layers)', change, length) : change;
  }

  /** Which of the layers built by one call in a loop or helper. */
  private instance(call: number): string {
    const siblings = this.siblings(call);
    return siblings.length < 2
      ? ''
      : l10n.t(' (Number {0} of the {1} built here.)', siblings.indexOf(call) + 1, siblings.length);
  }

  /** All that one call in the source has made of the kind. */
  private siblings(call: number): readonly number[] {
    const node = this.sites[call]?.node;
    if (!node) return [];
    return this.sites.flatMap((site, index) =>
      site?.node === node && this.calls[index]?.role === this.calls[call]?.role ? [index] : [],
    );
  }
}

function calleeEnd(node: ts.Node): number {
  return ts.isCallExpression(node) || ts.isNewExpression(node) ? node.expression.end : node.end;
}
