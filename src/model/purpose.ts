/** Whether the model suits its task: its input the images, its output the classes and the loss. */
import * as l10n from '@vscode/l10n';
import { type AdvisedNetwork, attributesIf, type PlacedLayer, widen, widthOf } from './advice/index.ts';
import { imageShape } from './data.ts';
import type { Findings, Shortage } from './findings.ts';
import { formatCount } from './format.ts';
import { product } from './initial.ts';
import { activationKinds } from './layers/activationKinds.ts';
import { formatShape } from './layers/shapes.ts';
import type { DiagnosticCode } from './lessons/index.ts';
import { classesOf } from './losses.ts';
import type { ModelOptions } from './modelOptions.ts';
import { Complaint, type Problems, type Remedy } from './problem.ts';
import type { DataSpec, LossSpec } from './spec.ts';

/** Needs no layer: an input in another order (`[28, 28, 1]`) is what layers then complain of. `found` as below. */
export function checkInput({ data, input, inputPlace }: ModelOptions, found: Findings | null, problems: Problems) {
  const images = data && (imageShape(data.spec) ?? found?.shape);
  if (images && input && input.join() !== images.join()) {
    const message = l10n.t(
      "The images of {0}() are {1}; the model's input is {2}. Use [{3}].",
      data.spec.kind,
      formatShape(images),
      formatShape(input),
      images.join(', '),
    );
    const text = `[${images.join(', ')}]`;
    const remedy = { kind: 'set', title: l10n.t('Change to {0}', text), path: inputPlace.path, text } as const;
    problems.add(inputPlace.call, new Complaint('data-shape', inputPlace.path, message, [remedy]));
  }
}

/** `output`: the last layer; `found`: the findings about the data, once its files have been looked at. */
export function checkOutput(
  { data, training }: ModelOptions,
  network: AdvisedNetwork,
  output: PlacedLayer,
  found: Findings | null,
  problems: Problems,
) {
  const complain = (
    code: DiagnosticCode,
    message: string,
    severity: 'error' | 'warning',
    remedies: readonly Remedy[] = [],
  ) => problems.add(output.call, new Complaint(code, [], message, remedies), severity);

  if (training) {
    const { kind } = training.loss;
    if (appliedByLoss[kind].includes(output.kind)) {
      const applied = kind === 'crossEntropy' ? l10n.t('the softmax') : l10n.t('the sigmoid');
      const message = l10n.t(
        '{0}() takes logits and applies {1} itself. Remove this {2}().',
        kind,
        applied,
        output.kind,
      );
      const code = output.kind === 'sigmoid' ? 'sigmoid-before-loss' : 'softmax-before-loss';
      complain(code, message, 'warning', [removal(output.kind)]);
    } else if (kind !== 'meanSquaredError' && activationKinds.has(output.kind)) {
      const message = l10n.t(
        '{0}() takes logits, which can be any number; {1}() restricts the outputs. Remove it after the last layer.',
        kind,
        output.kind,
      );
      complain('activation-before-loss', message, 'warning', [removal(output.kind)]);
    } else if ((attributesIf('dropout', output)?.p ?? 0) > 0) {
      const message = l10n.t(
        'This dropout sets outputs of the model to 0 at random in training, so that the loss judges scores that the model did not give. Put it before the last layer with weights, or remove it.',
      );
      complain('dropout-before-loss', message, 'warning', [removal(output.kind)]);
    }
  }

  const { shape } = output.node;
  const [outputs] = shape;
  if (shape.length > 1 || outputs === undefined) {
    if (!training && !data) return;
    const message = l10n.t(
      'The model outputs a feature map of {0}; a classifier outputs one number per class. End it with flatten() and dense(classes).',
      formatShape(shape),
    );
    complain('output-not-vector', message, 'error', ending(output, data && classCount(data.spec, found)));
    return;
  }
  if (outputs === 1 && training?.loss.kind === 'crossEntropy') {
    const message = l10n.t(
      'The softmax of a single output is always 1, so crossEntropy() has nothing to learn from. Use one output per class, or binaryCrossEntropy() for two classes.',
    );
    complain('one-output', message, 'error');
    return;
  }
  const classes = data && classCount(data.spec, found);
  const told = classesOf(outputs);
  if (classes && told !== classes) {
    const counts = l10n.t(
      'The model distinguishes {0} classes, but its data has {1}.',
      formatCount(told),
      formatCount(classes),
    );
    const { remedy, change } = withClasses(network, output, classes);
    if (told < classes) {
      complain('too-few-classes', `${counts} ${change}`, 'error', [remedy]);
    } else {
      const lost = l10n.t('Images of the other classes are always misclassified.');
      complain('too-many-classes', `${counts} ${lost} ${change}`, 'warning', [remedy]);
    }
  }
}

/** About the call of `model`. */
export function batchTooLarge({ message, largest }: Shortage): Complaint {
  const path = [0, 'training', 'batchSize'];
  const text = String(largest);
  const smaller: Remedy = { kind: 'set', title: l10n.t('Change {0} to {1}', 'batchSize', text), path, text };
  return new Complaint('batch-too-large', path, message, largest > 0 ? [smaller] : []);
}

/** What makes one number for each class of a feature map; `classes` is `null` where the data is not known. */
function ending({ kind, node }: PlacedLayer, classes: number | null): readonly Remedy[] {
  const [channels = 0, ...size] = node.shape;
  const flatten = { builder: 'flatten', args: '()' };
  const dense = { builder: 'dense', args: `(${classes})` };
  const isEnough = product(size) === 1 && channels === (classes ?? channels);
  if (!isEnough && classes === null) return [];
  const layers = isEnough ? [flatten] : [flatten, dense];
  const written = layers.map(({ builder, args }) => `${builder}${args}`).join(', ');
  return [{ kind: 'insertAfter', title: l10n.t('Add {0} after {1}', written, `${kind}()`), layers }];
}

const removal = (kind: string): Remedy => ({ kind: 'remove', title: l10n.t('Remove this {0}()', kind) });

interface Correction {
  /** For the message. */
  readonly change: string;
  readonly remedy: Remedy;
}

/** How a model gets as many outputs as there are classes: where their number is written, else by another layer. */
function withClasses(network: AdvisedNetwork, output: PlacedLayer, classes: number): Correction {
  const text = String(classes);
  const dense = { builder: 'dense', args: `(${text})` };
  const written = dense.builder + dense.args;
  const width = widthOf(network, output);
  if (width && (width.layer !== output || width.field !== 'units')) {
    const what = l10n.t('{0} of {1}', width.field, width.layer.entry.name);
    return { change: l10n.t('Change {0} to {1}.', what, text), remedy: widen(width, text, output) };
  }
  const remedy: Remedy = width
    ? { kind: 'set', title: l10n.t('Change to {0}', written), path: [0], text }
    : { kind: 'insertAfter', title: l10n.t('Add {0} after {1}', written, `${output.kind}()`), layers: [dense] };
  return { change: l10n.t('End it with {0}.', written), remedy };
}

/** Layers whose work a loss does itself. */
const appliedByLoss: Record<LossSpec['kind'], readonly string[]> = {
  crossEntropy: ['softmax', 'logSoftmax'],
  binaryCrossEntropy: ['sigmoid', 'softmax', 'logSoftmax'],
  meanSquaredError: [],
};

/** The classes that are named or found in the files; `null` if only the files can tell and have not been looked at. */
function classCount({ kind, options }: DataSpec, found: Findings | null): number | null {
  if (kind === 'mnist') return 10;
  const named = Array.isArray(options.classNames) ? options.classNames.length : 0;
  return Math.max(named, found?.classes ?? 0) || null;
}
