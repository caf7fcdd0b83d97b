/** Whether the model suits what it is to learn: its input the images, its output the classes and the loss. */
import type { InferredNode } from './infer.ts';
import { formatShape } from './layers/shapes.ts';
import type { ModelOptions } from './modelOptions.ts';
import { Complaint, type Problems } from './problem.ts';
import type { DataSpec, Shape } from './spec.ts';

export interface Output {
  /** Call that built the last layer. */
  readonly layer: number;
  readonly kind: string;
  readonly node: InferredNode;
}

export function checkPurpose({ data, input, inputPlace, training }: ModelOptions, output: Output, problems: Problems) {
  const complain = (code: string, message: string, severity: 'error' | 'warning') =>
    problems.add(output.layer, new Complaint(code, [], message), severity);

  if (data?.spec.kind === 'mnist' && input && input.join() !== mnistShape.join()) {
    const message =
      `The images of mnist() are ${formatShape(mnistShape)}; the model's input is ${formatShape(input)}. ` +
      `Use [${mnistShape.join(', ')}].`;
    const text = `[${mnistShape.join(', ')}]`;
    const remedy = { kind: 'set', title: `Change to ${text}`, path: inputPlace.path, text } as const;
    problems.add(inputPlace.call, new Complaint('data-shape', inputPlace.path, message, [remedy]));
  }

  if (training && ['softmax', 'logSoftmax'].includes(output.kind)) {
    const message = `crossEntropy() takes logits and applies softmax itself; leave out this ${output.kind}().`;
    complain('softmax-before-loss', message, 'warning');
  }

  const { shape } = output.node;
  const [outputs] = shape;
  if (shape.length > 1 || outputs === undefined) {
    if (!training && !data) return;
    const message =
      `The model puts out a feature map of ${formatShape(shape)}; a classifier puts out one number for each class. ` +
      'End it with flatten() and dense(classes).';
    complain('output-not-vector', message, 'error');
    return;
  }
  const classes = data && classCount(data.spec);
  if (classes && outputs !== classes) {
    const found = `The model tells ${outputs} classes apart, and its data has ${classes}.`;
    if (outputs < classes) complain('too-few-classes', `${found} End it with dense(${classes}).`, 'error');
    else complain('too-many-classes', `${found} The rest will never be right.`, 'warning');
  }
}

const mnistShape: Shape = [1, 28, 28];

/** `null` where only the files can tell. */
function classCount({ kind, options }: DataSpec): number | null {
  if (kind === 'mnist') return 10;
  return Array.isArray(options.classNames) && options.classNames.length > 0 ? options.classNames.length : null;
}
