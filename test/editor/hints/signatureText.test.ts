import assert from 'node:assert/strict';
import { readReference } from '../../../scripts/reference.ts';
import { callAt } from '../../../src/editor/analysis/scan.ts';
import { signatureText } from '../../../src/editor/hints/signatureText.ts';
import type { Reference } from '../../../src/model/reference.ts';

describe('help while a call is typed', () => {
  let reference: Reference;

  before(() => {
    reference = readReference();
  });

  /** The label, and the part of it that the cursor at `|` is in, with its meaning. */
  function help(text: string) {
    const call = callAt(text.replace('|', ''), text.indexOf('|'));
    const entry = reference.entries.find(({ name }) => name === call?.callee);
    assert.ok(call && entry);
    const { label, parameters, active } = signatureText(entry, call);
    const parameter = active === null ? undefined : parameters[active];
    return { label, active: parameter ? label.slice(...parameter.place) : null, text: parameter?.text ?? '' };
  }

  it('names every argument and option', () => {
    const label = 'conv2d(outChannels, kernelSize, { stride?, padding?, dilation?, groups?, bias?, name? })';
    assert.equal(help('conv2d(|').label, label);
  });

  it('tells meaning, unit and default of what is being typed', () => {
    assert.equal(help('conv2d(|').active, 'outChannels');
    assert.deepEqual(
      [help('conv2d(6, |').active, help('conv2d(6, |').text],
      ['kernelSize', 'Size of the kernel in pixels: a number, or `[height, width]`.'],
    );
    const stride = help('conv2d(6, 5, { stride: |');
    assert.deepEqual(
      [stride.active, stride.text],
      ['stride?', 'Step of the kernel in pixels, or `[vertical, horizontal]`. Default 1.'],
    );
  });

  it('finds an option by how it begins, and none while several could be meant', () => {
    assert.equal(help('conv2d(6, 5, { stri|').active, 'stride?');
    assert.equal(help('conv2d(6, 5, { |').active, null);
    assert.equal(help('conv2d(6, 5, |').active, null);
  });

  it('goes into options that are objects', () => {
    const training = help('model({ training: { batchSize: |');
    assert.match(training.label, /^training: \{ epochs, batchSize, loss, optimizer, /);
    assert.equal(training.active, 'batchSize');
  });

  it('takes tensors one after another', () => {
    assert.equal(help('add(x, y, |').active, 'tensors');
    assert.equal(help('add(x, y, { name: |').active, 'name?');
  });
});
