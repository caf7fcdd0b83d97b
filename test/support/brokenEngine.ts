/** Engines that really compute, and fail as devices do. */
import type { Engine, Executable } from '../../src/engine/engine.ts';
import { createOnnxRuntimeEngine } from '../../src/engine/onnxruntime/index.ts';
import { multiply } from '../../src/tensor/ops/index.ts';
import { topologicalOrder } from '../../src/tensor/order.ts';
import type { OpName, Program, Value } from '../../src/tensor/program.ts';

export interface Breakage {
  /** Whether its float32 results are 1.5 times too large. */
  readonly wrongOp?: OpName;
  /** The error of the nth run (from 1) of this engine; null for success. */
  readonly failure?: (run: number, program: Program) => Error | null;
  /** Additional milliseconds for each run. */
  readonly delay?: number;
}

/** The CPU's engine under the name of a GPU. */
export async function brokenEngine({ wrongOp, failure, delay }: Breakage, id = 'webgpu'): Promise<Engine> {
  const cpu = await createOnnxRuntimeEngine({ threads: 1 });
  let runs = 0;
  return {
    device: { id, label: 'GPU (WebGPU)', threads: 1 },
    createState: (values) => cpu.createState(values),
    async compile(program): Promise<Executable> {
      const executable = await cpu.compile(wrongOp === undefined ? program : withWrong(program, wrongOp));
      return {
        async run(state, inputs) {
          runs += 1;
          const error = failure?.(runs, program) ?? null;
          if (error !== null) throw error;
          if (delay !== undefined) await new Promise((resolve) => setTimeout(resolve, delay));
          return executable.run(state, inputs);
        },
        dispose: () => executable.dispose(),
      };
    },
    dispose: () => cpu.dispose(),
  };
}

function withWrong(program: Program, op: OpName): Program {
  const made = new Map<Value, Value>();
  const find = (value: Value): Value => made.get(value) ?? value;
  const results = [...program.outputs.map(({ value }) => value), ...program.state.flatMap(({ next }) => next ?? [])];
  for (const value of topologicalOrder(results)) {
    const { source } = value;
    if (source.op === 'input' || source.op === 'constant') continue;
    // The same op on other values of the same shapes.
    const copy = { ...value, source: { ...source, inputs: source.inputs.map(find) } } as Value;
    made.set(value, source.op === op && value.dtype === 'float32' ? multiply(copy, 1.5) : copy);
  }
  return {
    ...program,
    outputs: program.outputs.map(({ name, value }) => ({ name, value: find(value) })),
    state: program.state.map((each) => ({ ...each, next: each.next === null ? null : find(each.next) })),
  };
}
