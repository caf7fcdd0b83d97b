/** The models that are measured against PyTorch, each in its peer's name (`bench/peer/models.py`). */
import { join } from 'node:path';
import { root } from '../../scripts/paths.ts';
import type { ModelSpec, TrainingSpec } from '../../src/model/spec.ts';
import { analyse } from '../../src/sandbox/analyse.ts';
import { loadSandbox } from '../../src/sandbox/loadSandbox.ts';

export interface BenchModel {
  readonly name: string;
  readonly title: string;
  readonly file: string;
  /** Our images a second ÷ PyTorch's that a step has to reach. */
  readonly goal: number;
}

const inBench = (name: string) => join(root, 'bench', 'models', `${name}.cnn.ts`);

export const benchModels: readonly BenchModel[] = [
  { name: 'lenet5', title: 'LeNet-5, batch 128', file: join(root, 'examples', 'lenet5.cnn.ts'), goal: 1.3 },
  { name: 'cifar', title: '4-conv CIFAR net, batch 64', file: inBench('cifar'), goal: 1 },
  { name: 'resnet20', title: 'ResNet-20, batch 64', file: inBench('resnet20'), goal: 1 },
  { name: 'mobilenet', title: 'MobileNetV2-style net at 64×64, batch 32', file: inBench('mobilenet'), goal: 1 },
  { name: 'alexnet', title: 'AlexNet at 227×227, batch 16', file: inBench('alexnet'), goal: 1 },
];

/** What a model's file says. */
export interface LoadedModel {
  readonly spec: ModelSpec;
  readonly training: TrainingSpec;
}

/** Those named on the command line, all by default. Throws on a name that is none of them. */
export function chosenModels(names: readonly string[] = process.argv.slice(2)): readonly BenchModel[] {
  const unknown = names.filter((name) => !benchModels.some((model) => model.name === name));
  if (unknown.length > 0) {
    const known = benchModels.map(({ name }) => name).join(', ');
    throw new Error(`There is no model ${unknown.join(', ')} to measure: choose among ${known}`);
  }
  return names.length === 0 ? benchModels : benchModels.filter(({ name }) => names.includes(name));
}

export async function loadModel({ file }: BenchModel): Promise<LoadedModel> {
  const { spec } = await analyse(await loadSandbox(join(root, 'dist')), file);
  if (!spec?.training) throw new Error(`${file} is no model to train`);
  return { spec, training: spec.training };
}
