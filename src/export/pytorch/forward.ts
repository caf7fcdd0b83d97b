/**
 * The lines of a module's `forward`, one per step, in the order of the graph. A value that is no longer needed passes
 * its variable on; `x` is the trunk, and what runs beside it is a branch.
 */
import { formatShape } from '../../model/format.ts';
import type { ModelSpec } from '../../model/spec.ts';
import { indent } from './python.ts';
import type { WrittenNode } from './writtenNode.ts';

/** `def forward`, with the new shape as a comment on each line that changes it. */
export function forwardLines(model: ModelSpec, nodes: readonly WrittenNode[]): string[] {
  const variables = assignVariables(model);
  const branches = Math.max(...variables);
  const variable = (node: number) => {
    const index = variables[node] ?? 0;
    return index === 0 ? 'x' : `branch${branches === 1 ? '' : index}`;
  };
  const lines = nodes.flatMap(({ id, inputs, steps, attribute, comment }) => {
    const target = variable(id);
    const made = steps.map(({ call }, index) => {
      const [x = target, ...more] = index === 0 ? inputs.map(variable) : [];
      return `${target} = ${call === null ? `self.${attribute}(${x})` : call(x, ...more)}`;
    });
    return made.map((line, index) => (index === made.length - 1 ? `${line}${comment}` : line));
  });
  const shape = formatShape(model.nodes[0]!.shape, 'channelsFirst');
  return [`def forward(self, x):  # ${shape}`, ...indent([...lines, `return ${variable(model.outputs[0] ?? 0)}`])];
}

/** The variable of each node: that of an input which nothing needs any more, or a free one. 0 is the trunk. */
function assignVariables({ nodes, outputs }: ModelSpec): readonly number[] {
  const lastUse = nodes.map(({ id }) => id);
  for (const { id, inputs } of nodes) for (const input of inputs) lastUse[input] = id;
  for (const output of outputs) lastUse[output] = Number.POSITIVE_INFINITY;
  const variables: number[] = [];
  const alive = new Set<number>();
  for (const { id, inputs } of nodes) {
    const done = inputs.filter((input) => lastUse[input] === id).map((input) => variables[input]!);
    for (const variable of done) alive.delete(variable);
    const variable = done.length > 0 ? Math.min(...done) : firstFree(alive);
    alive.add(variable);
    variables.push(variable);
  }
  return variables;
}

function firstFree(taken: ReadonlySet<number>): number {
  let variable = 0;
  while (taken.has(variable)) variable++;
  return variable;
}
