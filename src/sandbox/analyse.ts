/**
 * The whole analysis of a model file: load, parse, evaluate in the sandbox, elaborate, and tie everything back to its
 * place in the source.
 */

import path from 'node:path';
import * as l10n from '@vscode/l10n';
import { type Elaboration, elaborate } from '../model/elaborate.ts';
import type { Findings } from '../model/findings.ts';
import { isTagged } from '../model/values.ts';
import type { Analysis, Diagnostic, ResizeRequest } from './analysis.ts';
import { CallSites } from './callSites.ts';
import { checkDefaultExport } from './defaultExport.ts';
import { evaluate, type Sandbox } from './evaluate.ts';
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
  /** Asks for rewrites, of the call at a place of the model file, that change its output size. */
  readonly resize?: ResizeRequest;
  /** Findings about the model's data. */
  readonly findings?: Findings | null;
}

/** Analyses the model file at an absolute path. Rejects only if it cannot be read. */
export async function analyse(sandbox: Sandbox, file: string, options: AnalyseOptions = {}): Promise<Analysis> {
  const { root = path.dirname(file), overlay = {} } = options;
  const limits = { ...defaultLimits, ...options.limits };
  const { modules, errors } = await loadModules(file, { root, overlay });
  const files = modules.map(({ source }) => source.file);
  const nothing = { files, spec: null, report: null, data: null, modelRange: null, rewrites: [] };

  const unparsed = modules.flatMap((module) => module.errors);
  const entryErrors = modules[0]?.errors ?? [];
  const parsed = !entryErrors.some(({ code }) => code === 'syntax-error');
  if (unparsed.length + errors.length > 0) return { ...nothing, parsed, diagnostics: [...unparsed, ...errors] };

  const evaluation = await evaluate(sandbox, modules, limits);
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
  const elaboration = elaborate(calls, exported.call, name, options.findings);
  const locations = new Locations(calls, sites, modules[0]!);
  const analysis = placed(elaboration, locations, exported.call, files);
  return {
    ...analysis,
    diagnostics: withoutSilenced(analysis.diagnostics, modules),
    rewrites: options.resize ? resizings(analysis, elaboration, locations, options.resize) : [],
  };
}

/** An elaboration, tied to its places in the source. */
function placed(
  elaboration: Elaboration,
  locations: Locations,
  model: number,
  files: readonly string[],
): Omit<Analysis, 'rewrites'> {
  const { spec, report, data, origins, problems } = elaboration;
  const applications = new Map(origins.map(({ layer, application }) => [layer, application]));
  // While there are other errors, an unused layer may be meant to fix them.
  const unused = report?.isWhole ? locations.unusedLayers() : [];
  const diagnostics = [...problems, ...unused].map((problem) =>
    locations.diagnostic(problem, applications.get(problem.call) ?? null),
  );
  return {
    files,
    spec,
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
    "The model cannot be read: the file changes JavaScript's own objects. Leave Array, Object and JSON alone.",
  );
  return diagnostic(source, 'unreadable-model', message, 0, 0);
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
