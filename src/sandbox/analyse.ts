/**
 * The whole analysis of a model file: load, parse, evaluate in the sandbox, elaborate, and tie everything back to its
 * place in the source.
 */

import path from 'node:path';
import * as l10n from '@vscode/l10n';
import { type Elaboration, elaborate } from '../model/elaborate.ts';
import type { Findings, Weigh } from '../model/findings.ts';
import { isTagged } from '../model/values.ts';
import type { Analysis, Diagnostic, ResizeRequest } from './analysis.ts';
import { CallSites } from './callSites.ts';
import { checkDefaultExport } from './defaultExport.ts';
import { digestOf } from './digest.ts';
import { type Evaluation, evaluate, type Sandbox } from './evaluate.ts';
import { explain } from './failures.ts';
import { defaultLimits, type Limits } from './limits.ts';
import { Locations } from './locations.ts';
import { type LoadedModule, loadModules } from './modules.ts';
import { diagnostic } from './parse.ts';
import { readSnapshot } from './readSnapshot.ts';
import { resizings } from './resize.ts';
import { withoutSilenced } from './silence.ts';

export interface AnalyseOptions {
  /** Workspace folder, which imports must not leave. Default: the model file's own folder. */
  readonly root?: string;
  /** Unsaved texts, by absolute path. */
  readonly overlay?: Readonly<Record<string, string>>;
  readonly limits?: Partial<Limits>;
  /** Asks for rewrites, of the call at a place, that change its output size. */
  readonly resize?: ResizeRequest;
  /** Findings about the model's data. */
  readonly findings?: Findings | null;
  /** Knows the memory of the machine that would train the model; without it, batches are not weighed. */
  readonly weigh?: Weigh | null;
}

/**
 * Analyses the model file at an absolute path. Rejects only if it cannot be read. `tell` hears of the analysis as soon
 * as it is there, sometimes twice; see `evaluate`.
 */
export async function analyse(
  sandbox: Sandbox,
  file: string,
  options: AnalyseOptions = {},
  tell: (analysis: Analysis) => void = () => undefined,
): Promise<Analysis> {
  const { root = path.dirname(file), overlay = {} } = options;
  const limits = { ...defaultLimits, ...options.limits };
  const { modules, errors } = await loadModules(file, { root, overlay });
  const told = (analysis: Analysis): Analysis => {
    const tied = { ...analysis, diagnostics: withImports(analysis.diagnostics, modules) };
    tell(tied);
    return tied;
  };
  const unparsed = modules.flatMap((module) => module.errors);
  const entryErrors = modules[0]?.errors ?? [];
  const parsed = !entryErrors.some(({ code }) => code === 'syntax-error');
  if (unparsed.length + errors.length > 0) {
    return told({ ...nothingOf(modules), parsed, diagnostics: [...unparsed, ...errors] });
  }
  return evaluate(sandbox, modules, limits, (evaluation) =>
    told(analysisOf(evaluation, file, modules, { ...options, limits })),
  );
}

const filesOf = (modules: readonly LoadedModule[]): readonly string[] => modules.map(({ source }) => source.file);

const nothingOf = (modules: readonly LoadedModule[]) => ({
  files: filesOf(modules),
  spec: null,
  digest: null,
  report: null,
  data: null,
  modelRange: null,
  rewrites: [],
});

/** What an evaluation says of the model file. */
function analysisOf(
  evaluation: Evaluation,
  file: string,
  modules: readonly LoadedModule[],
  { limits, findings, weigh, resize }: Omit<AnalyseOptions, 'limits'> & { readonly limits: Limits },
): Analysis {
  const nothing = nothingOf(modules);
  const sites = new CallSites(modules);
  if (evaluation.failure) {
    const failure = explain(evaluation.failure, sites, modules, limits);
    return { ...nothing, parsed: failure.code !== 'syntax-error', diagnostics: [failure] };
  }
  const snapshot = readSnapshot(evaluation.snapshot);
  if (!snapshot) return { ...nothing, parsed: true, diagnostics: [unreadable(modules[0]!)] };
  const { calls, root: exported } = snapshot;
  const complaint = checkDefaultExport(modules[0]!, evaluation.hasDefault, exported, calls);
  if (complaint || !isTagged(exported, 'call')) {
    return { ...nothing, parsed: true, diagnostics: complaint ? [complaint] : [] };
  }
  const name = path.basename(file).replace(/(\.cnn)?\.ts$/, '');
  const elaboration = elaborate(calls, exported.call, name, findings, weigh);
  const locations = new Locations(calls, sites, modules[0]!);
  const analysis = placed(elaboration, locations, exported.call, modules);
  return {
    ...analysis,
    diagnostics: withoutSilenced(analysis.diagnostics, modules),
    rewrites: resize ? resizings(analysis, elaboration, locations, resize) : [],
  };
}

/** An elaboration, tied to its places in the source. */
function placed(
  elaboration: Elaboration,
  locations: Locations,
  model: number,
  modules: readonly LoadedModule[],
): Omit<Analysis, 'rewrites'> {
  const { report, data, origins, problems } = elaboration;
  const surplus = locations.surplusArguments().filter(({ call }) => !problems.some((problem) => problem.call === call));
  const spec = surplus.length > 0 ? null : elaboration.spec;
  const applications = new Map(origins.map(({ layer, application }) => [layer, application]));
  // While there are other errors, an unused layer may be meant to fix them.
  const unused = report?.isWhole ? locations.unusedLayers() : [];
  const diagnostics = [...problems, ...surplus, ...unused].map((problem) =>
    locations.diagnostic(problem, applications),
  );
  return {
    files: filesOf(modules),
    spec,
    digest: spec && digestOf(modules.map(({ source }) => source.text)),
    report: report && {
      ...report,
      nodes: report.nodes.map((node, index) => ({ ...node, ...locations.layer(origins[index]!.layer) })),
    },
    data,
    modelRange: locations.call(model),
    diagnostics: withoutRepeats(diagnostics),
    parsed: true,
  };
}

function unreadable({ source }: LoadedModule): Diagnostic {
  const message = l10n.t(
    "The model cannot be read: the file modifies JavaScript's built-in objects. Do not modify Array, Object or JSON.",
  );
  return diagnostic(source, 'unreadable-model', message, 0, 0);
}

/** Ties what is wrong with other files to the model file where none of its calls does. */
function withImports(diagnostics: readonly Diagnostic[], modules: readonly LoadedModule[]): readonly Diagnostic[] {
  const [entry] = filesOf(modules);
  const imports = new Map(modules.map(({ source, importedAt }) => [source.file, importedAt]));
  return diagnostics.map((diagnostic) => {
    const { range, callers = [] } = diagnostic;
    const importedAt = imports.get(range.file);
    if (!importedAt || callers.some(({ file }) => file === entry)) return diagnostic;
    imports.delete(range.file);
    return { ...diagnostic, importedAt };
  });
}

/** One mistake in a loop or helper is one diagnostic, reported for the first of its layers. */
function withoutRepeats(diagnostics: readonly Diagnostic[]): readonly Diagnostic[] {
  const first = new Map<string, Diagnostic>();
  for (const diagnostic of diagnostics) {
    const { code, range } = diagnostic;
    const key = `${code} ${range.file}:${range.line}:${range.column}`;
    if (!first.has(key)) first.set(key, diagnostic);
  }
  return [...first.values()];
}
