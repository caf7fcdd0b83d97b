/** The texts of *CNN: New model file*. */
import path from 'node:path';
import * as l10n from '@vscode/l10n';
import { formatCount } from '../../model/format.ts';
import { type ZooModel, zoo } from '../../model/zoo.ts';

export interface ModelItem {
  readonly label: string;
  readonly description?: string;
  readonly detail: string;
  /** What the file is a copy of, in `examples/`; `null` for an empty one. */
  readonly example: string | null;
  /** Proposed name of the new file. */
  readonly fileName: string;
}

export interface ModelGroup {
  readonly title: string;
  readonly items: readonly ModelItem[];
}

export function modelGroups(): readonly ModelGroup[] {
  const group = (title: string, images: ZooModel['images']): ModelGroup => ({
    title,
    items: zoo()
      .filter((model) => model.images === images)
      .map(zooItem),
  });
  const empty: ModelItem = {
    label: l10n.t('Empty model'),
    detail: l10n.t('One convolution and one dense layer, to fill in'),
    example: null,
    fileName: 'model.cnn.ts',
  };
  return [
    { title: l10n.t('from scratch'), items: [empty] },
    group(l10n.t('digits (MNIST, included)'), 'mnist'),
    group(l10n.t('images of 32×32 (your own folder)'), 'cifar'),
    group(l10n.t('photographs (your own folder)'), 'imagenet'),
  ];
}

const zooItem = ({ name, year, params, teaches, file }: ZooModel): ModelItem => ({
  label: name,
  description: l10n.t('{0} · {1} parameters', year, formatCount(params)),
  detail: teaches,
  example: file,
  fileName: file,
});

/** Completes the name of a model file, whose extension may be omitted. */
export const completeName = (name: string): string => `${name.trim().replace(/(\.cnn)?(\.ts)?$/, '')}.cnn.ts`;

/** Why no model file of this name can be created in the folder; `null` if it can. */
export function nameProblem(name: string, isTaken: (file: string) => boolean): string | null {
  const file = completeName(name);
  const parts = file.split(/[/\\]/);
  if (parts.at(-1) === '.cnn.ts') return l10n.t('Give the file a name.');
  if (path.isAbsolute(file) || parts.includes('..')) return l10n.t('Enter a file name inside this folder.');
  // Windows forbids these, and a folder may be shared with it.
  const refused = /[<>:"|?*]/.exec(file)?.[0];
  if (refused !== undefined) return l10n.t('A file name cannot contain {0}.', refused);
  return isTaken(file) ? l10n.t('{0} already exists. Choose another name.', file) : null;
}

/** The name, with a number if it is taken: `lenet5-2.cnn.ts`. */
export function freeName(name: string, isTaken: (file: string) => boolean): string {
  const stem = name.replace(/\.cnn\.ts$/, '');
  for (let attempt = 1; ; attempt++) {
    const candidate = completeName(attempt === 1 ? stem : `${stem}-${attempt}`);
    if (!isTaken(candidate)) return candidate;
  }
}
