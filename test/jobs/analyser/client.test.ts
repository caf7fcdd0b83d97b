import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { writeFile } from 'node:fs/promises';
import path from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { AnalyserClient } from '../../../src/jobs/analyser/client.ts';
import { processExists } from '../../../src/training/runReader.ts';
import { chain, sandboxFolder, temporaryFolder } from '../../sandbox/sandbox.ts';
import { skip } from '../../support/skip.ts';

const program = path.resolve(import.meta.dirname, '../../../src/jobs/analyser/main.ts');

describe('analyser process', () => {
  let client: AnalyserClient;
  let file: string;

  before(async () => {
    file = path.join(await temporaryFolder(), 'net.cnn.ts');
    await writeFile(file, chain('flatten(), dense(10)'));
    client = new AnalyserClient({ program, assets: await sandboxFolder() });
  });
  after(() => client.dispose());

  const withText = (text: string) => ({ overlay: { [file]: text } });

  it('analyses the file on disk and the text in the editor', async () => {
    assert.equal((await client.analyse(file)).report?.totals.params, 7850);
    assert.equal((await client.analyse(file, withText(chain('flatten(), dense(4)')))).report?.totals.params, 3140);
  });

  it('looks at the files of data between analyses', async () => {
    const options = { path: 'nowhere', size: [8, 8], validation: null, channels: 3, standardize: true };
    const looking = client.look({ kind: 'imageFolder', options }, path.dirname(file));
    assert.equal((await client.analyse(file)).report?.totals.params, 7850);
    const found = await looking;
    assert.deepEqual([found?.classes, found?.trouble?.code], [null, 'data-missing']);
    assert.ok(found?.trouble?.message.includes(path.join(path.dirname(file), 'nowhere')));
    assert.equal(await client.look({ kind: 'mnist', options: {} }, path.dirname(file)), null);
  });

  it('analyses on while a disk does not answer a look', async function () {
    // A pipe that nobody writes to is opened by nobody.
    if (process.platform === 'win32') skip(this, 'Windows has no pipes among files');
    const pipe = path.join(path.dirname(file), 'pipe');
    execFileSync('mkfifo', [pipe]);
    const other = new AnalyserClient({ program, assets: await sandboxFolder() });
    const pair = { images: pipe, labels: pipe };
    const looking = other.look({ kind: 'idx', options: { train: pair, validation: pair } }, '/');
    assert.equal((await other.analyse(file)).report?.totals.params, 7850);
    assert.equal((await other.analyse(file)).report?.totals.params, 7850);
    other.dispose();
    await assert.rejects(looking);
  });

  it('says that a file is not there', async () => {
    await assert.rejects(client.analyse('/nowhere/net.cnn.ts'), /no such file.*\/nowhere\/net\.cnn\.ts/);
  });

  it('goes on in the same process after an endless loop and endless memory', async () => {
    const { pid } = client;
    const loop = await client.analyse(file, { ...withText('for (;;) {}'), limits: { deadline: 100 } });
    assert.equal(loop.diagnostics[0]?.code, 'time-limit');
    const memory = await client.analyse(file, withText('const a = []; for (;;) a.push(new Array(1000).fill(1));'));
    assert.equal(memory.diagnostics[0]?.code, 'memory-limit');
    assert.equal((await client.analyse(file)).report?.totals.params, 7850);
    assert.equal(client.pid, pid);
  });

  it('does not blame a file for a machine that has no time for it', async function () {
    if (process.platform === 'win32') skip(this, 'Windows has no signal that holds a process');
    const text = `let sum = 0;\nfor (let i = 0; i < 3_000_000; i++) sum += i;\n${chain('flatten(), dense(2)')}`;
    const limits = { deadline: 2000 };
    const request = client.analyse(file, { ...withText(text), limits });
    await delay(100);
    process.kill(client.pid!, 'SIGSTOP');
    await delay(limits.deadline + 1000);
    process.kill(client.pid!, 'SIGCONT');
    const { diagnostics, report } = await request;
    assert.deepEqual([diagnostics, report?.totals.params], [[], 1570]);
  });

  it('may be started ahead and end with no request', async () => {
    const unhandled: unknown[] = [];
    const hear = (reason: unknown) => unhandled.push(reason);
    process.on('unhandledRejection', hear);
    try {
      const early = new AnalyserClient({ program, assets: await sandboxFolder() });
      early.warmUp();
      const { pid } = early;
      early.dispose();
      while (processExists(pid!)) await delay(10);
      await delay(50);
      assert.deepEqual(unhandled, []);
    } finally {
      process.off('unhandledRejection', hear);
    }
  });

  it('answers a request that waits with the result of a newer one', async () => {
    const answers = ['2', '3', '4'].map((units) => client.analyse(file, withText(chain(`flatten(), dense(${units})`))));
    const units = (await Promise.all(answers)).map(({ report }) => report?.nodes[1]?.output[0]);
    assert.deepEqual(units, [2, 4, 4]);
  });

  it('starts another process when one is killed in mid-request', async () => {
    const { pid } = client;
    const request = client.analyse(file, { ...withText('for (;;) {}'), limits: { deadline: 5000 } });
    process.kill(pid!, 'SIGKILL');
    const [ended] = (await request).diagnostics;
    assert.equal(ended?.code, 'analyser-ended');
    if (process.platform !== 'win32') assert.match(ended.message, /by SIGKILL/);
    assert.equal((await client.analyse(file)).report?.totals.params, 7850);
    assert.notEqual(client.pid, pid);
  });

  it('says that memory ran out only where it did', async () => {
    const folder = import.meta.dirname;
    const answer = async (name: string) => {
      const dying = new AnalyserClient({ program: path.join(folder, name), grace: 100_000 });
      const { diagnostics } = await dying.analyse(file);
      dying.dispose();
      return diagnostics[0];
    };
    assert.equal((await answer('fullAnalyser.ts'))?.code, 'memory-limit');
    const left = await answer('leavingAnalyser.ts');
    assert.equal(left?.code, 'analyser-ended');
    assert.match(left.message, /with code 7/);
  });

  it('waits longer for the first answer of a process than for the next ones', async function () {
    if (process.platform === 'win32') skip(this, 'Windows has no signal that holds a process');
    const slow = new AnalyserClient({ program, assets: await sandboxFolder(), grace: 200, firstGrace: 60_000 });
    await slow.look({ kind: 'mnist', options: {} }, path.dirname(file));
    const held = async () => {
      process.kill(slow.pid!, 'SIGSTOP');
      const request = slow.analyse(file);
      await delay(2000);
      if (processExists(slow.pid!)) process.kill(slow.pid!, 'SIGCONT');
      return request;
    };
    assert.equal((await held()).report?.totals.params, 7850);
    assert.equal((await held()).diagnostics[0]?.code, 'time-limit');
    slow.dispose();
  });

  it('ends a process that does not answer in time', async () => {
    const stuck = new AnalyserClient({ program: path.join(import.meta.dirname, 'stuckAnalyser.ts'), firstGrace: 100 });
    const { diagnostics } = await stuck.analyse(file, { limits: { deadline: 100 } });
    assert.equal(diagnostics[0]?.code, 'time-limit');
    assert.equal(diagnostics[0]?.range.file, file);
    stuck.dispose();
  });

  it('refuses requests with the reason why the process does not start', async () => {
    const broken = new AnalyserClient({ program, assets: '/nowhere' });
    await assert.rejects(broken.analyse(file), /The analyser does not start.*\/nowhere/s);
    broken.dispose();
  });
});
