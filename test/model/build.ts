/** Models for tests, built as a model file builds them, without the sandbox. */
import { type Snapshot, snapshot } from '../../src/cnn/record.ts';
import { type Elaboration, elaborate } from '../../src/model/elaborate.ts';
import type { Findings } from '../../src/model/findings.ts';
import type { ModelSpec } from '../../src/model/spec.ts';
import { isTagged } from '../../src/model/values.ts';

/** Elaborates what a builder returned, with what the files of its data say. */
export function elaborated(model: unknown, findings: Findings | null = null): Elaboration {
  const { calls, root }: Snapshot = JSON.parse(snapshot(model));
  if (!isTagged(root, 'call')) throw new Error('not built by model()');
  return elaborate(calls, root.call, 'test', findings);
}

/** The spec of a model without problems. */
export function specOf(model: unknown): ModelSpec {
  const { spec, problems } = elaborated(model);
  if (!spec) throw new Error(problems.map(({ message }) => message).join('\n'));
  return spec;
}
