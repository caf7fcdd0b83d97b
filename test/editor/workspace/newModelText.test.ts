import assert from 'node:assert/strict';
import { existsSync } from 'node:fs';
import path from 'node:path';
import { completeName, freeName, modelGroups, nameProblem } from '../../../src/editor/workspace/newModelText.ts';
import { zoo } from '../../../src/model/zoo.ts';

const free = () => false;
const taken = () => true;

describe('texts of a new model file', () => {
  it('offer an empty model and all of the zoo, each with its year, its parameters and what it teaches', () => {
    const items = modelGroups().flatMap(({ items }) => items);
    const files = items.flatMap(({ example }) => example ?? []);
    assert.deepEqual(
      files.sort(),
      zoo()
        .map(({ file }) => file)
        .sort(),
    );
    assert.deepEqual(
      items.filter(({ example }) => example === null).map(({ fileName }) => fileName),
      ['model.cnn.ts'],
    );
    const lenet = items.find(({ label }) => label === 'LeNet-5');
    assert.equal(lenet?.description, '1998 · 61,706 parameters');
    for (const { detail, fileName } of items) {
      assert.match(detail, /^.{10,70}$/);
      assert.match(fileName, /^[\w-]+\.cnn\.ts$/);
    }
  });

  it('copy files that are there', () => {
    const examples = path.resolve(import.meta.dirname, '../../../examples');
    for (const { file } of zoo()) assert.ok(existsSync(path.join(examples, file)), file);
  });

  it('complete the name', () => {
    for (const name of ['net', 'net.ts', 'net.cnn', 'net.cnn.ts', ' net '])
      assert.equal(completeName(name), 'net.cnn.ts');
    assert.equal(completeName('nets/v1.2'), 'nets/v1.2.cnn.ts');
  });

  it('say what is wrong with a name', () => {
    assert.equal(nameProblem('net', free), null);
    assert.equal(nameProblem('models/net', free), null);
    assert.equal(nameProblem('net', taken), 'net.cnn.ts already exists. Choose another name.');
    assert.equal(nameProblem('  ', free), 'Give the file a name.');
    assert.equal(nameProblem('models/', free), 'Give the file a name.');
    assert.equal(nameProblem('../net', free), 'Enter a file name inside this folder.');
    assert.equal(nameProblem('/tmp/net', free), 'Enter a file name inside this folder.');
    assert.equal(nameProblem('what?', free), 'A file name cannot contain ?.');
  });

  it('propose a name that is free', () => {
    assert.equal(freeName('lenet5.cnn.ts', free), 'lenet5.cnn.ts');
    const there = ['lenet5.cnn.ts', 'lenet5-2.cnn.ts'];
    assert.equal(
      freeName('lenet5.cnn.ts', (file) => there.includes(file)),
      'lenet5-3.cnn.ts',
    );
  });
});
