import assert from 'node:assert/strict';
import { mkdir, mkdtemp, realpath, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { findTensorFlow, tensorFlowFolder } from '../../../src/engine/tfjs/packages.ts';
import { writeFakeTensorFlow } from './fakeTensorFlow.ts';

describe('where TensorFlow is', () => {
  let folder: string;
  beforeEach(async () => {
    folder = await realpath(await mkdtemp(path.join(tmpdir(), 'cnn-lab-')));
  });
  afterEach(() => rm(folder, { recursive: true }));

  it('is installed where each system keeps data of a user', () => {
    const at = (platform: NodeJS.Platform, env: NodeJS.ProcessEnv) =>
      tensorFlowFolder({ env, platform, home: path.join('/', 'home', 'ada') }).replaceAll('\\', '/');
    assert.equal(at('linux', {}), '/home/ada/.local/share/cnn-lab/tensorflow');
    assert.equal(at('linux', { XDG_DATA_HOME: '/data' }), '/data/cnn-lab/tensorflow');
    assert.equal(at('win32', { LOCALAPPDATA: '/l' }), '/l/cnn-lab/tensorflow');
    assert.equal(at('darwin', {}), '/home/ada/Library/Application Support/cnn-lab/tensorflow');
  });

  it('takes the one for the GPU before that for the CPU, and the installed before the project’s', async () => {
    const [installed, project] = [path.join(folder, 'installed'), path.join(folder, 'project')];
    const models = path.join(project, 'models', 'small');
    await mkdir(models, { recursive: true });
    const find = () => findTensorFlow(models, installed);
    assert.equal(find(), null);
    const cpuOfProject = await writeFakeTensorFlow(project, 'cpu', { version: '4.21.0' });
    assert.deepEqual(find(), { variant: 'cpu', folder: cpuOfProject, version: '4.21.0' });
    const cpu = await writeFakeTensorFlow(installed, 'cpu');
    assert.equal(find()?.folder, cpu);
    const gpuOfProject = await writeFakeTensorFlow(project, 'gpu');
    assert.deepEqual(find(), { variant: 'gpu', folder: gpuOfProject, version: '4.22.0' });
    assert.equal(findTensorFlow(null, installed)?.folder, cpu, 'without the project');
    const gpu = await writeFakeTensorFlow(installed, 'gpu');
    assert.equal(find()?.folder, gpu);
  });
});
