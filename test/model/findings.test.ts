/** The problems of a model once the files of its data have been looked at. */
import assert from 'node:assert/strict';
import type { Findings } from '../../src/model/findings.ts';
import { apply } from '../sandbox/applyFix.ts';
import { analyseText, textAt } from '../sandbox/sandbox.ts';

const nothing: Findings = { files: '', classes: null, shape: null, images: null, trouble: null, places: [] };

const animals = { files: JSON.stringify(['imageFolder', 'animals', null, null]) };
const digits = {
  files: JSON.stringify(['idx', null, { images: 'a', labels: 'b' }, { images: 'c', labels: 'd' }]),
};

const net = (layers: string, data: string, input = '[3, 8, 8]') =>
  [
    "import { conv2d, dense, flatten, idx, imageFolder, model, relu } from 'cnn-lab';",
    `export default model({ input: ${input}, layers: [${layers}], data: ${data} });`,
  ].join('\n');

const folder = (layers = 'flatten(), dense(3)') => net(layers, "imageFolder('animals', { size: 8 })");
const idx = (options = '', layers = 'flatten(), dense(3)') =>
  net(layers, `idx({ train: { images: 'a', labels: 'b' }, validation: { images: 'c', labels: 'd' }${options} })`);

async function said(text: string, findings: Partial<Findings>) {
  const { diagnostics, spec } = await analyseText(text, { findings: { ...nothing, ...findings } });
  assert.equal(
    spec === null,
    diagnostics.some(({ severity }) => severity === 'error'),
  );
  return diagnostics.map(({ severity, code, range, message, fixes }) => ({
    told: `${severity} ${code} at ${textAt(text, range)}`,
    message,
    fixed: fixes.map((fix) => apply(text, fix)),
  }));
}

describe('a model and the files of its data', () => {
  it('fit, or have not been looked at', async () => {
    assert.deepEqual(await said(folder(), { ...animals, classes: 3 }), []);
    assert.deepEqual(await said(folder(), { files: animals.files.replace('animals', 'flowers'), classes: 5 }), []);
    assert.deepEqual(await said(folder(), animals), []);
    assert.deepEqual(await said(idx(), { ...digits, classes: 3, shape: [3, 8, 8] }), []);
  });

  it('have more classes than outputs, with a fix', async () => {
    const [problem, ...more] = await said(folder(), { ...animals, classes: 5 });
    assert.deepEqual(more, []);
    assert.equal(problem?.told, 'error too-few-classes at dense(3)');
    assert.equal(problem?.message, 'The model distinguishes 3 classes, but its data has 5. End it with dense(5).');
    assert.deepEqual(problem?.fixed, [folder('flatten(), dense(5)')]);
  });

  it('have fewer classes than outputs', async () => {
    const [problem] = await said(folder(), { ...animals, classes: 2 });
    assert.equal(problem?.told, 'warning too-many-classes at dense(3)');
    assert.match(problem?.message ?? '', /distinguishes 3 classes, but its data has 2\..*End it with dense\(2\)\.$/);
    assert.deepEqual(problem?.fixed, [folder('flatten(), dense(2)')]);
  });

  it('are counted as numbers are written', async () => {
    const [problem] = await said(folder('conv2d(30, 1), flatten()'), { ...animals, classes: 2 });
    assert.match(problem?.message ?? '', /distinguishes 1,920 classes/);
  });

  it('are mended at the convolution that the outputs come from', async () => {
    const [problem] = await said(folder('conv2d(3, 8), flatten()'), { ...animals, classes: 5 });
    assert.equal(problem?.told, 'error too-few-classes at flatten()');
    assert.match(problem.message, /Change outChannels of conv2d_1 to 5\.$/);
    assert.deepEqual(problem.fixed, [folder('conv2d(5, 8), flatten()')]);
  });

  it('count classes that have a name or an image', async () => {
    const named = ", classNames: ['a', 'b']";
    assert.deepEqual(await said(idx(named), { ...digits, classes: 3 }), []);
    const [few] = await said(idx(named), { ...digits, classes: 4 });
    assert.equal(few?.told, 'error too-few-classes at dense(3)');
    const [many] = await said(idx(named), { ...digits, classes: 1 });
    assert.match(many?.message ?? '', /its data has 2/);
  });

  it('have images of the shape of the input', async () => {
    const [problem] = await said(idx(), { ...digits, classes: 3, shape: [1, 28, 28] });
    assert.equal(problem?.told, 'error data-shape at [3, 8, 8]');
    assert.deepEqual(problem?.fixed, [idx().replace('[3, 8, 8]', '[1, 28, 28]')]);
  });

  it('are complained of at the option that leads to them, whatever else is wrong', async () => {
    const missing = { code: 'data-missing', message: 'Cannot read it.', option: ['path'] } as const;
    const [warning] = await said(folder(), { ...animals, trouble: missing });
    assert.deepEqual([warning?.told, warning?.message], ["warning data-missing at 'animals'", 'Cannot read it.']);
    const unusable = { code: 'data-unusable', message: 'It is cut short.', option: ['validation', 'labels'] } as const;
    const [error] = await said(idx(), { ...digits, trouble: unusable });
    assert.equal(error?.told, "error data-unusable at 'd'");
    const both = await said(idx('', 'dense(3)'), { ...digits, classes: 9, trouble: unusable });
    assert.deepEqual(
      both.map(({ told }) => told.split(' at ')[0]),
      ['error data-unusable', 'error dense-needs-vector', 'error too-few-classes'],
    );
  });
});
