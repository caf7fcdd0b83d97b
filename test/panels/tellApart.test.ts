import assert from 'node:assert/strict';
import { tellApart } from '../../src/panels/tellApart.ts';

const run = (folder: string, name: string) => `/work/${folder}/.cnn-lab/runs/${name}`;

describe('titles of panels', () => {
  for (const [what, subjects, titles] of [
    ['stay as they are where no other has them', [run('one', 'net-1')], ['Net']],
    ['name the folder', [run('one', 'net-1'), run('two', 'net-2')], ['Net (one)', 'Net (two)']],
    ['name the run in one folder', [run('one', 'net-1'), run('one', 'net-2')], ['Net (net-1)', 'Net (net-2)']],
    [
      'name as much as is needed',
      [run('one', 'net-1'), run('one', 'net-2'), run('two', 'net-1')],
      ['Net (one/net-1)', 'Net (one/net-2)', 'Net (two)'],
    ],
    ['name the file beside a run', ['/work/one/net.cnn.ts', run('one', 'net-1')], ['Net (net.cnn.ts)', 'Net (net-1)']],
    ['name the outermost folder', ['/a/models/net.cnn.ts', '/b/models/net.cnn.ts'], ['Net (a)', 'Net (b)']],
    ['are the same for the same', ['/a/net.cnn.ts', '/a/net.cnn.ts'], ['Net', 'Net']],
    ['know the paths of Windows', ['C:\\one\\net.cnn.ts', 'C:\\two\\net.cnn.ts'], ['Net (one)', 'Net (two)']],
  ] as const) {
    it(what, () => {
      assert.deepEqual(tellApart(subjects.map((subject) => ({ title: 'Net', subject }))), titles);
    });
  }

  it('differ by themselves', () => {
    const [training, diagram] = [
      { title: 'Training: Net', subject: '/work/one/net.cnn.ts' },
      { title: 'Network: Net', subject: '/work/two/net.cnn.ts' },
    ];
    assert.deepEqual(tellApart([training, diagram]), ['Training: Net', 'Network: Net']);
  });
});
