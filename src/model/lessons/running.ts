/** Model files that do not run to their end. */
import * as l10n from '@vscode/l10n';
import type { Lesson } from './lesson.ts';

export const runningLessons = () =>
  ({
    'syntax-error': {
      severity: 'error',
      title: l10n.t('The file is not valid TypeScript yet'),
      text: l10n.t(
        'A bracket, a comma or a quote is missing, or a name is declared twice. The last valid sizes are shown until the file can be parsed again.',
      ),
      wrong: 'conv2d(6, 5',
      right: 'conv2d(6, 5)',
    },
    'unsupported-syntax': {
      severity: 'error',
      title: l10n.t('TypeScript syntax that cannot be erased'),
      text: l10n.t(
        'The types in a model file are erased, and the rest runs as it is. `enum`, `namespace`, parameter properties and `import()` need more than that.\n\nUse plain JavaScript: an object instead of an `enum`.',
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
        'The name is not declared in the file, or not imported from `cnn-lab`. Globals of Node.js and browsers (`process`, `fetch`, `console`) are not available: a model file is evaluated in isolation, so opening one is always safe.',
      ),
      wrong: "import { model } from 'cnn-lab';\nexport default model({ input: [1, 28, 28], layers: [relu()] });",
      right: "import { model, relu } from 'cnn-lab';\nexport default model({ input: [1, 28, 28], layers: [relu()] });",
    },
    'not-a-function': {
      severity: 'error',
      title: l10n.t('A call to something that is not a function'),
      text: l10n.t(
        'Look for a misspelled name, or a layer with one pair of parentheses too many. A layer can be called with a tensor: `relu()(x)`.',
      ),
      wrong:
        "import * as cnn from 'cnn-lab';\nexport default cnn.model({ input: [1, 28, 28], layers: [cnn.conv2D(6, 5)] });",
      right:
        "import * as cnn from 'cnn-lab';\nexport default cnn.model({ input: [1, 28, 28], layers: [cnn.conv2d(6, 5)] });",
    },
    'no-such-value': {
      severity: 'error',
      title: l10n.t('A property of undefined or null'),
      text: l10n.t('The value before the dot is `undefined` or `null` here. Check where it should have been assigned.'),
      wrong:
        "import { conv2d, model } from 'cnn-lab';\nconst sizes: any = {};\nexport default model({ input: [1, 28, 28], layers: [conv2d(sizes.first.channels, 3)] });",
      right:
        "import { conv2d, model } from 'cnn-lab';\nconst sizes: any = { first: { channels: 8 } };\nexport default model({ input: [1, 28, 28], layers: [conv2d(sizes.first.channels, 3)] });",
    },
    'used-too-early': {
      severity: 'error',
      title: l10n.t('A constant used before its declaration'),
      text: l10n.t('Lines run from top to bottom: a `const` has no value before the line that declares it.'),
      wrong:
        "import { conv2d, model } from 'cnn-lab';\nexport default model({ input: [1, 28, 28], layers: [conv2d(width, 3)] });\nconst width = 8;",
      right:
        "import { conv2d, model } from 'cnn-lab';\nconst width = 8;\nexport default model({ input: [1, 28, 28], layers: [conv2d(width, 3)] });",
    },
    'constant-changed': {
      severity: 'error',
      title: l10n.t('Assignment to a constant'),
      text: l10n.t('Declare a variable that changes with `let`.'),
      wrong:
        "import { conv2d, model } from 'cnn-lab';\nconst width = 8;\nwidth = 16;\nexport default model({ input: [1, 28, 28], layers: [conv2d(width, 3)] });",
      right:
        "import { conv2d, model } from 'cnn-lab';\nlet width = 8;\nwidth = 16;\nexport default model({ input: [1, 28, 28], layers: [conv2d(width, 3)] });",
    },
    'thrown-error': {
      severity: 'error',
      title: l10n.t('The file throws an error'),
      text: l10n.t('A `throw` in the model file or in a file that it imports, or a JavaScript error.'),
      wrong: "throw new Error('Choose a width first.');",
      right: null,
    },
    'unknown-import': {
      severity: 'error',
      title: l10n.t('An import that does not exist'),
      text: l10n.t('The file, or `cnn-lab`, has no export with this name. The message suggests the closest one.'),
      wrong:
        "import { conv3d, model } from 'cnn-lab';\nexport default model({ input: [1, 28, 28], layers: [conv3d(6, 5)] });",
      right:
        "import { conv2d, model } from 'cnn-lab';\nexport default model({ input: [1, 28, 28], layers: [conv2d(6, 5)] });",
    },
    'import-not-allowed': {
      severity: 'error',
      title: l10n.t('An import from elsewhere'),
      text: l10n.t(
        'A model file can import from `cnn-lab` and from `.ts` files in its workspace, by a path that starts with `./` or `../`. Packages and Node.js modules would let it do more than describe a model.',
      ),
      wrong: "import fs from 'node:fs';",
      right: null,
    },
    'import-outside-workspace': {
      severity: 'error',
      title: l10n.t('An import from outside the workspace'),
      text: l10n.t(
        'The path, or a symbolic link on the way, leads outside the workspace, where files are not read. Open the folder that contains both files, or copy the file.',
      ),
      wrong: "import { block } from '../../blocks.ts';",
      right: null,
    },
    'import-not-found': {
      severity: 'error',
      title: l10n.t('An imported file that does not exist'),
      text: l10n.t('Paths are relative to the importing file. The extension `.ts` can be omitted.'),
      wrong: "import { block } from './blocks.ts';",
      right: null,
    },
    'import-too-long': {
      severity: 'error',
      title: l10n.t('An imported file that is too long'),
      text: l10n.t(
        'A file of more than a million bytes is too long for a model. Weights and data do not belong in model files.',
      ),
      wrong: null,
      right: null,
    },
    'unreadable-model': {
      severity: 'error',
      title: l10n.t('A model that cannot be read'),
      text: l10n.t(
        'The file modifies JavaScript’s built-in objects, so the model that it describes cannot be read. Do not modify `Array`, `Object` or `JSON`.',
      ),
      wrong: null,
      right: null,
    },
    'time-limit': {
      severity: 'error',
      title: l10n.t('The file runs for too long'),
      text: l10n.t(
        'A model file is evaluated at every keystroke and may take up to a second. Look for an infinite loop, or a list or string with millions of elements. If the model really is that large, raise the setting `cnnLab.analysis.deadline`.',
      ),
      wrong: 'for (;;);',
      right: null,
    },
    'memory-limit': {
      severity: 'error',
      title: l10n.t('The file uses too much memory'),
      text: l10n.t(
        'Layers are only described, which needs little memory. Look for a list or string that grows without bound. If the model really is that large, raise the setting `cnnLab.analysis.memoryLimit`.',
      ),
      wrong: "let text = 'x';\nfor (;;) text += text;",
      right: null,
    },
    'too-deep': {
      severity: 'error',
      title: l10n.t('Functions or brackets nested too deeply'),
      text: l10n.t('Look for infinite recursion.'),
      wrong: 'const f = (): number => f() + 1;\nf();',
      right: null,
    },
    'never-finishes': {
      severity: 'error',
      title: l10n.t('The file waits forever'),
      text: l10n.t('An `await` never resolves. Model files do not need `await`.'),
      wrong: 'await new Promise(() => {});',
      right: null,
    },
    'analyser-ended': {
      severity: 'error',
      title: l10n.t('The evaluation was ended from outside'),
      text: l10n.t(
        'The process that evaluates model files was killed while it read this one; the next change starts another. If this keeps happening, the file needs more memory than the machine has.',
      ),
      wrong: null,
      right: null,
    },
  }) satisfies Readonly<Record<string, Lesson>>;
