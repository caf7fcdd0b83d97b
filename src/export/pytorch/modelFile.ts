/** `model.py`: the network as a PyTorch module, as one would write it by hand, with a loader for its weights. */
import { formatShape } from '../../model/format.ts';
import type { ModelSpec } from '../../model/spec.ts';
import { className, PythonNames } from '../names.ts';
import type { Pixels } from '../subject.ts';
import { forwardLines } from './forward.ts';
import { docstringText, indent, pythonList, pythonText } from './python.ts';
import { type WrittenNode, writeNodes } from './writtenNode.ts';

export interface ModelFileFacts {
  readonly model: ModelSpec;
  readonly classNames: readonly string[];
  /** `null` if the model names no data. */
  readonly pixels: Pixels | null;
  /** Describes the weights: `after epoch 12`. */
  readonly weights: string;
}

/** The weights' file, beside `model.py`. */
export const weightsFile = 'model.safetensors';

export function modelFile({ model, classNames, pixels, weights }: ModelFileFacts): string {
  const nodes = writeNodes(model);
  const name = className(model.name);
  const helpers = new Set(nodes.flatMap(({ steps }) => steps.flatMap(({ helper }) => helper ?? [])));
  const isSequence = isSequential(model, nodes);
  const body = [
    ...[...helpers].map((helper) => helper.split('\n')),
    isSequence ? sequential(model, name, nodes) : module(model, name, nodes),
    loading(name),
    ...(pixels === null ? [] : [standardising]),
  ];
  const text = body.map((lines) => lines.join('\n')).join('\n\n\n');
  const shape = ({ shape }: { readonly shape: readonly number[] }) => formatShape(shape, 'channelsFirst');
  const output = model.nodes[model.outputs[0] ?? 0]!;
  const header = [
    `"""${docstringText(model.name)}: ${shape(model.nodes[0]!)} in, ${shape(output)} out. Written by CNN Lab.`,
    '',
    `Its weights, ${weights}, are in ${weightsFile}: model = load()`,
    '"""',
    '',
    ...(isSequence ? ['import json', 'from collections import OrderedDict'] : ['import json']),
    'from pathlib import Path',
    '',
    'import torch',
    'from torch import nn',
    ...(/\bF\./.test(text) ? ['from torch.nn import functional as F'] : []),
    ...(classNames.length === 0 ? [] : ['', `CLASSES = ${pythonList(classNames.map(pythonText))}`]),
    ...(pixels === null ? [] : constants(pixels)),
  ];
  return `${header.join('\n')}\n\n\n${text}\n`;
}

/** A chain of modules, each used once. */
function isSequential({ layers }: ModelSpec, nodes: readonly WrittenNode[]): boolean {
  return (
    nodes.length === layers.length &&
    nodes.every(
      ({ id, inputs, steps }) => inputs.join() === `${id - 1}` && steps.every(({ module }) => module !== null),
    )
  );
}

function sequential({ nodes: [input] }: ModelSpec, name: string, nodes: readonly WrittenNode[]): string[] {
  const names = new PythonNames();
  for (const { attribute } of nodes) names.take(attribute);
  const entries = nodes.flatMap(({ attribute, steps, comment }) =>
    steps.map(({ module, role }, index) => {
      const key = role === 'layer' ? attribute : names.take(`${attribute}_${role}`);
      return `${key}=${module},${index === steps.length - 1 ? comment : ''}`;
    }),
  );
  const shape = formatShape(input?.shape ?? [], 'channelsFirst');
  return [
    `class ${name}(nn.Sequential):`,
    ...indent([
      `def __init__(self):  # ${shape}`,
      ...indent(['super().__init__(', '    OrderedDict(', ...indent(entries, 2), '    )', ')']),
    ]),
  ];
}

function module(model: ModelSpec, name: string, nodes: readonly WrittenNode[]): string[] {
  const layers = nodes.flatMap(({ attribute, steps }) =>
    steps.filter(({ call }) => call === null).map((step) => `self.${attribute} = ${step.module}`),
  );
  return [
    `class ${name}(nn.Module):`,
    ...indent(['def __init__(self):', ...indent(['super().__init__()', ...new Set(layers)])]),
    '',
    ...indent(forwardLines(model, nodes)),
  ];
}

const loading = (name: string): string[] => [
  `def load(file=Path(__file__).with_name("${weightsFile}")):`,
  '    """The model with its weights, ready for use."""',
  `    model = ${name}()`,
  '    model.load_state_dict(read_safetensors(file))',
  '    return model.eval()',
  '',
  '',
  'def read_safetensors(file):',
  '    """Tensors by name, as safetensors.torch.load_file has them: a JSON header with its length before it, then bytes."""',
  '    with open(file, "rb") as stream:',
  '        header = json.loads(stream.read(int.from_bytes(stream.read(8), "little")))',
  '        data = bytearray(stream.read())',
  '    tensors = {}',
  '    for name, entry in header.items():',
  '        if name != "__metadata__":',
  '            begin, end = entry["data_offsets"]',
  '            values = torch.frombuffer(data, dtype=torch.float32, count=(end - begin) // 4, offset=begin)',
  '            tensors[name] = values.reshape(entry["shape"])',
  '    return tensors',
];

const constants = ({ mean, deviation }: Pixels): string[] => [
  '',
  "# Of the training images' pixels, from 0 to 1, by channel.",
  `MEAN = ${pythonList(mean)}`,
  `STD = ${pythonList(deviation)}`,
];

const standardising: readonly string[] = [
  'def standardise(images):',
  '    """Images [batch, channels, height, width] of pixels from 0 to 255, as the model takes them."""',
  '    mean, std = (torch.tensor(each, device=images.device).reshape(-1, 1, 1) for each in (MEAN, STD))',
  '    return (images / 255 - mean) / std',
];
