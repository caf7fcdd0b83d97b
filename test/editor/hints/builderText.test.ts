import assert from 'node:assert/strict';
import { readReference } from '../../../scripts/reference.ts';
import { builderText, optionText } from '../../../src/editor/hints/builderText.ts';

describe('what is said of a builder', () => {
  const entries = readReference().entries;
  const entry = (name: string) => entries.find((each) => each.name === name) ?? assert.fail(name);
  const call = (keys: readonly string[]) => ({ callee: 'any', argument: 0, keys });

  it('is all of it where TypeScript is off, else a way to its page', () => {
    const page = (path: string) => `docs/${path}`;
    assert.equal(builderText(entry('adam'), page, true), '**adam** · [Documentation](docs/optimizers/adam.md)');
    assert.match(builderText(entry('adam'), page, false), /Kingma & Ba.*1e-3.*docs\/optimizers\/adam\.md/s);
  });

  it('is of an option only where it names one', () => {
    assert.match(optionText(entry('conv2d'), call(['stride']), 'stride') ?? '', /Step of the kernel/);
    assert.match(optionText(entry('model'), call(['training', 'epochs']), 'epochs') ?? '', /Number of passes/);
    assert.equal(optionText(entry('conv2d'), call(['stride']), 'two'), null);
    assert.equal(optionText(entry('conv2d'), call([]), 'stride'), null);
  });
});
