/** One page per builder of `'cnn-lab'`, from its doc comment. */
import * as l10n from '@vscode/l10n';
import { layerFacts } from '../../src/editor/hints/hoverText.ts';
import { stepsOf } from '../../src/export/pytorch/layers/index.ts';
import { formatShape } from '../../src/model/format.ts';
import type { Inputs } from '../../src/model/layers/definition.ts';
import { layerKind } from '../../src/model/layers/index.ts';
import { pageOf, type Reference, type ReferenceEntry, type ReferenceField } from '../../src/model/reference.ts';
import { blocks, code, firstSentence, heading, type Page, table } from './page.ts';
import { type PagePicture, pictureOf } from './pictures.ts';
import { type WorkedExample, workedExamples } from './workedExample.ts';

export const builderPages = ({ entries }: Reference): Page[] =>
  entries.flatMap((entry) => {
    const path = pageOf(entry);
    const [example] = workedExamples(entry.examples);
    const picture = pictureOf(entry, example);
    const about = firstSentence(entry.summary);
    const page: Page = { path, title: `\`${entry.name}\``, about, text: textOf(entry, example, picture) };
    return picture ? [page, { path: path.replace('.md', '.svg'), title: '', about: '', text: picture.svg }] : [page];
  });

function textOf(entry: ReferenceEntry, example: WorkedExample | undefined, picture: PagePicture | null): string {
  const { name, summary, purpose, details, positional, options, examples } = entry;
  return blocks(
    heading(1, name),
    summary,
    purpose,
    picture && `![${picture.says}](${name}.svg)`,
    code(callOf(entry)),
    positional.length > 0 && fieldTable(l10n.t('Argument'), positional),
    options.length > 0 && fieldTable(l10n.t('Option'), options),
    ...details,
    examples.length > 0 && heading(2, l10n.t('Example')),
    ...examples.map((each) => code(each)),
    ...(example ? inNumbers(example) : []),
    elsewhere(entry),
  );
}

/** The first example, as in its hover and in PyTorch. */
function inNumbers({ code: call, input, node, layer }: WorkedExample): readonly string[] {
  const steps = stepsOf(layerKind(layer.kind), layer.attributes, node.inputs as Inputs);
  const python = steps.map(({ module, call: written }) => module ?? written?.('x') ?? '').join('\n');
  return [
    heading(2, l10n.t('In numbers')),
    l10n.t('{0} on {1}:', `\`${call}\``, formatShape(input, 'channelsFirst')),
    ...layerFacts(node, { totals: null, training: null }),
    python ? l10n.t('The same in PyTorch:') : '',
    python ? code(python, 'python') : '',
  ];
}

/** `conv2d(outChannels, kernelSize, { stride, padding, … })`. */
function callOf({ name, positional, options }: ReferenceEntry): string {
  const args = positional.map((field) => `${field.name}${field.optional ? '?' : ''}`);
  const names = options.map((field) => `${field.name}${field.optional ? '?' : ''}`);
  return `${name}(${[...args, ...(names.length > 0 ? [`{ ${names.join(', ')} }`] : [])].join(', ')})`;
}

function fieldTable(title: string, fields: readonly ReferenceField[]): string {
  const rows = (field: ReferenceField, owner: string): string[][] => {
    const name = `${owner}${field.name}`;
    const row = [`\`${name}\``, `\`${field.type}\``, field.text];
    return [row, ...field.fields.flatMap((inner) => rows(inner, `${name}.`))];
  };
  return table(
    [title, l10n.t('Type'), l10n.t('Meaning')],
    fields.flatMap((field) => rows(field, '')),
  );
}

/** Names in other libraries, and papers. */
function elsewhere({ pytorch, keras, papers }: ReferenceEntry): string | false {
  const lines = [
    pytorch && l10n.t('PyTorch: {0}', pytorchLink(pytorch)),
    keras && l10n.t('Keras: {0}', `\`keras.${keras}\``),
    ...papers.map((paper) => l10n.t('Paper: {0}', linkPaper(paper))),
  ].filter(Boolean);
  return lines.length > 0 && [heading(2, l10n.t('Elsewhere')), '', ...lines.map((line) => `- ${line}`)].join('\n');
}

/** `nn.Conv2d` is short for `torch.nn.Conv2d`. */
function pytorchLink(name: string): string {
  const full = name.startsWith('torch') ? name : `torch.${name}`;
  const library = full.startsWith('torchvision.') ? 'vision' : 'docs';
  return `[\`${full}\`](https://docs.pytorch.org/${library}/stable/generated/${full}.html)`;
}

const linkPaper = (paper: string): string =>
  paper
    .replace(/arXiv:(\d{4}\.\d{4,5})/, '[arXiv:$1](https://arxiv.org/abs/$1)')
    .replace(/doi:(\S+?)(?=\.?$)/, '[doi:$1](https://doi.org/$1)');
