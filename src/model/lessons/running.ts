/** Model files that do not run to their end. */
import * as l10n from '@vscode/l10n';
import type { Lesson } from './lesson.ts';

export const runningLessons = () =>
  ({
    'syntax-error': {
      severity: 'error',
      title: l10n.t('The text is not TypeScript yet'),
      text: l10n.t(
        'A bracket, a comma or a quote is missing, or a name is declared twice. The sizes of the layers stay as they were until the text can be read again.',
      ),
      wrong: 'conv2d(6, 5',
      right: 'conv2d(6, 5)',
    },
    'unsupported-syntax': {
      severity: 'error',
      title: l10n.t('TypeScript that is more than types'),
      text: l10n.t(
        'Types of a model file are left out, and the rest runs as it is. `enum`, `namespace`, properties declared as parameters and `import()` would need more than leaving out.\n\nUse plain JavaScript: an object in place of an `enum`.',
      ),
      wrong: 'export default model({ input: [1, 28, 28], layers: [flatten(), dense(10)] });\nenum Size { Small }',
      right:
        'export default model({ input: [1, 28, 28], layers: [flatten(), dense(10)] });\nconst Size = { Small: 0 };',
    },
    'no-default-export': {
      severity: 'error',
      title: l10n.t('No default export'),
      text: l10n.t('The model of a file is its default export: `export default model({ … })`.'),
      wrong: "import { model, relu } from 'cnn-lab';\nmodel({ input: [1, 28, 28], layers: [relu()] });",
      right: "import { model, relu } from 'cnn-lab';\nexport default model({ input: [1, 28, 28], layers: [relu()] });",
    },
    'not-a-model': {
      severity: 'error',
      title: l10n.t('A default export that is not a model'),
      text: l10n.t('The default export of a model file is what `model({ … })` returns.'),
      wrong: 'export default sequential([conv2d(6, 5), relu()]);',
      right: 'export default model({ input: [1, 28, 28], layers: [conv2d(6, 5), relu()] });',
    },
    'not-defined': {
      severity: 'error',
      title: l10n.t('An unknown name'),
      text: l10n.t(
        'The name is not declared in the file, or not imported from `cnn-lab`. What Node.js and browsers have (`process`, `fetch`, `console`) is not there: a model file is evaluated by itself, so that opening one is always safe.',
      ),
      wrong: "import { model } from 'cnn-lab';\nexport default model({ input: [1, 28, 28], layers: [relu()] });",
      right: "import { model, relu } from 'cnn-lab';\nexport default model({ input: [1, 28, 28], layers: [relu()] });",
    },
    'not-a-function': {
      severity: 'error',
      title: l10n.t('A call of something that is not a function'),
      text: l10n.t(
        'Look for a mistyped name, or a layer with one pair of parentheses too many. A layer can be called with a tensor: `relu()(x)`.',
      ),
      wrong:
        "import * as cnn from 'cnn-lab';\nexport default cnn.model({ input: [1, 28, 28], layers: [cnn.conv2D(6, 5)] });",
      right:
        "import * as cnn from 'cnn-lab';\nexport default cnn.model({ input: [1, 28, 28], layers: [cnn.conv2d(6, 5)] });",
    },
    'no-such-value': {
      severity: 'error',
      title: l10n.t('A property of nothing'),
      text: l10n.t('What stands before the dot has no value here. Look at where it should have got one.'),
      wrong:
        "import { conv2d, model } from 'cnn-lab';\nconst sizes: any = {};\nexport default model({ input: [1, 28, 28], layers: [conv2d(sizes.first.channels, 3)] });",
      right:
        "import { conv2d, model } from 'cnn-lab';\nconst sizes: any = { first: { channels: 8 } };\nexport default model({ input: [1, 28, 28], layers: [conv2d(sizes.first.channels, 3)] });",
    },
    'used-too-early': {
      severity: 'error',
      title: l10n.t('A constant before its line'),
      text: l10n.t('Lines run from top to bottom: a `const` has its value only after its own line.'),
      wrong:
        "import { conv2d, model } from 'cnn-lab';\nexport default model({ input: [1, 28, 28], layers: [conv2d(width, 3)] });\nconst width = 8;",
      right:
        "import { conv2d, model } from 'cnn-lab';\nconst width = 8;\nexport default model({ input: [1, 28, 28], layers: [conv2d(width, 3)] });",
    },
    'constant-changed': {
      severity: 'error',
      title: l10n.t('A constant is changed'),
      text: l10n.t('What changes is declared with `let`.'),
      wrong:
        "import { conv2d, model } from 'cnn-lab';\nconst width = 8;\nwidth = 16;\nexport default model({ input: [1, 28, 28], layers: [conv2d(width, 3)] });",
      right:
        "import { conv2d, model } from 'cnn-lab';\nlet width = 8;\nwidth = 16;\nexport default model({ input: [1, 28, 28], layers: [conv2d(width, 3)] });",
    },
    'thrown-error': {
      severity: 'error',
      title: l10n.t('The file stops with an error of its own'),
      text: l10n.t('A `throw` in the model file or in a file that it imports, or an error of JavaScript itself.'),
      wrong: "throw new Error('Choose a width first.');",
      right: null,
    },
    'unknown-import': {
      severity: 'error',
      title: l10n.t('An import that is not there'),
      text: l10n.t('The file, or `cnn-lab`, exports no such name. The message suggests the nearest.'),
      wrong:
        "import { conv3d, model } from 'cnn-lab';\nexport default model({ input: [1, 28, 28], layers: [conv3d(6, 5)] });",
      right:
        "import { conv2d, model } from 'cnn-lab';\nexport default model({ input: [1, 28, 28], layers: [conv2d(6, 5)] });",
    },
    'import-not-allowed': {
      severity: 'error',
      title: l10n.t('An import from elsewhere'),
      text: l10n.t(
        'A model file imports from `cnn-lab` and from `.ts` files of its workspace, by a path that begins with `./` or `../`. Packages and Node.js modules would let it do more than describe a model.',
      ),
      wrong: "import fs from 'node:fs';",
      right: null,
    },
    'import-outside-workspace': {
      severity: 'error',
      title: l10n.t('An import from outside the workspace'),
      text: l10n.t(
        'A path, or a link on the way, leads out of the workspace. Files there are not read. Open the folder that holds both files, or copy the file.',
      ),
      wrong: "import { block } from '../../blocks.ts';",
      right: null,
    },
    'import-not-found': {
      severity: 'error',
      title: l10n.t('An imported file that is not there'),
      text: l10n.t('Paths are taken from the file that imports. The ending `.ts` may be left out.'),
      wrong: "import { block } from './blocks.ts';",
      right: null,
    },
    'import-too-long': {
      severity: 'error',
      title: l10n.t('An imported file that is too long'),
      text: l10n.t(
        'A file of more than a million bytes describes no model. Weights and data do not belong in model files.',
      ),
      wrong: null,
      right: null,
    },
    'unreadable-model': {
      severity: 'error',
      title: l10n.t('A model that cannot be read'),
      text: l10n.t(
        'The file changes JavaScript’s own objects, so that what it describes cannot be read. Leave `Array`, `Object` and `JSON` alone.',
      ),
      wrong: null,
      right: null,
    },
    'time-limit': {
      severity: 'error',
      title: l10n.t('The file runs for too long'),
      text: l10n.t(
        'A model file is evaluated at every keystroke and may take a second. Look for a loop that never ends, or a list or text of millions. Where a model is that large, raise the setting `cnnLab.analysis.deadline`.',
      ),
      wrong: 'for (;;);',
      right: null,
    },
    'memory-limit': {
      severity: 'error',
      title: l10n.t('The file uses too much memory'),
      text: l10n.t(
        'Layers are only described, which needs little. Look for a list or a text that grows without end. Where a model is that large, raise the setting `cnnLab.analysis.memoryLimit`.',
      ),
      wrong: "let text = 'x';\nfor (;;) text += text;",
      right: null,
    },
    'too-deep': {
      severity: 'error',
      title: l10n.t('Functions or brackets nest too deeply'),
      text: l10n.t('Look for a function that calls itself endlessly.'),
      wrong: 'const f = (): number => f() + 1;\nf();',
      right: null,
    },
    'never-finishes': {
      severity: 'error',
      title: l10n.t('The file waits forever'),
      text: l10n.t('An `await` waits for something that never happens. A model file needs no `await`.'),
      wrong: 'await new Promise(() => {});',
      right: null,
    },
    'analyser-ended': {
      severity: 'error',
      title: l10n.t('The evaluation was ended from outside'),
      text: l10n.t(
        'The process that evaluates model files was killed while it read this one; the next change starts another. If this keeps happening, the file needs more than the machine has.',
      ),
      wrong: null,
      right: null,
    },
  }) satisfies Readonly<Record<string, Lesson>>;
