/**
 * Exports against PyTorch: see besidePyTorch.ts for what is compared, parityCases.ts for the models.
 */
import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { mkdir, readdir, readFile } from 'node:fs/promises';
import path from 'node:path';
import { ensurePyTorch } from '../../scripts/pytorch.ts';
import { exportModel } from '../../src/export/exportModel.ts';
import { PythonNames } from '../../src/export/names.ts';
import { subjectOfModel } from '../../src/export/subject.ts';
import { layerKinds } from '../../src/model/layers/index.ts';
import { skip } from '../support/skip.ts';
import { writeTinyData } from '../training/tinyData.ts';
import { BesidePyTorch } from './besidePyTorch.ts';
import { layerCases, networkCases, randomCases, scriptCases, trainingCases } from './parityCases.ts';

describe('exports, beside PyTorch', function () {
  this.timeout(600_000);
  let beside: BesidePyTorch;
  let python: string;

  before(async function () {
    const found = ensurePyTorch();
    if ('missing' in found) {
      skip(this, `no export was compared with PyTorch. ${found.missing}`);
    }
    python = found.python;
    beside = await BesidePyTorch.open();
    for (const each of layerCases) await beside.prepareLayer(each);
    for (const each of [...networkCases, ...trainingCases, ...randomCases]) await beside.prepareNetwork(each);
    await beside.run(python);
  });

  after(() => beside?.dispose());

  it('have a case for every kind of layer', () => {
    const kinds = layerCases.flatMap(({ model }) => model.layers.map(({ kind }) => kind));
    assert.deepEqual([...new Set(kinds)].sort(), [...layerKinds].sort());
  });

  it('give no layer a name that PyTorch has taken', async () => {
    const taken: string[] = JSON.parse(await readFile(path.join(beside.folder, 'attributes.json'), 'utf8'));
    assert.ok(taken.includes('state_dict'));
    const names = new PythonNames();
    assert.deepEqual(
      taken.filter((name) => names.take(name) === name),
      [],
    );
  });

  for (const { name, model } of scriptCases) {
    it(`train by themselves, from the files of the data: ${name}`, async () => {
      const own = path.join(beside.folder, name);
      await mkdir(own);
      await writeTinyData(own);
      const out = path.join(own, 'out');
      await exportModel(subjectOfModel(model, path.join(own, 'corners.cnn.ts')), 'pytorch', out);
      const args = ['-B', '-W', 'ignore', 'train.py', '--pretrained', '--epochs', '20'];
      const { stdout, stderr } = spawnSync(python, args, { cwd: out, encoding: 'utf8' });
      const found = [...stdout.matchAll(/validation: loss [\d.]+, accuracy ([\d.]+)%/g)];
      assert.equal(found.length, 20, stderr);
      // Four corners: chance is a quarter.
      assert.ok(Number(found.at(-1)?.[1]) > 70, stdout);
      assert.deepEqual((await readdir(out)).sort(), ['model.py', 'model.safetensors', 'train.py', 'trained.pt']);
    });
  }

  describe('of a layer', () => {
    for (const each of layerCases) it(each.name, () => beside.compareLayer(each));
  });

  describe('of a network', () => {
    for (const each of networkCases) it(each.name, () => beside.compareNetwork(each));
  });

  describe('of a training', () => {
    for (const each of trainingCases) it(each.name, () => beside.compareNetwork(each));
  });

  describe('of a random model', () => {
    for (const each of randomCases) it(each.name, () => beside.compareNetwork(each));
  });
});
