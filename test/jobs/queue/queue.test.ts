import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { once } from 'node:events';
import { mkdir, mkdtemp, readdir, readFile, rm, utimes, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { withLock } from '../../../src/jobs/fileLock.ts';
import { type Job, JobQueue, type JobRequest } from '../../../src/jobs/queue/queue.ts';

const request = (run: string): JobRequest => ({
  name: 'LeNet-5',
  modelFile: '/models/lenet5.cnn.ts',
  root: '/models',
  run,
  resume: false,
  device: 'cpu',
  threads: null,
});

describe('queue of training jobs', () => {
  let folder: string;
  let queue: JobQueue;
  let started: string[];

  const running = async () => true;
  const start = async (job: Job) => {
    started.push(job.run);
    return 4000 + started.length;
  };

  beforeEach(async () => {
    folder = await mkdtemp(path.join(tmpdir(), 'cnn-queue-'));
    queue = new JobQueue(path.join(folder, 'shared'));
    started = [];
  });
  afterEach(() => rm(folder, { recursive: true }));

  it('is empty where there is no file yet', async () => {
    assert.deepEqual(await queue.jobs(), []);
  });

  it('starts as many as may run at a time, first come first served', async () => {
    for (const run of ['a', 'b', 'c']) await queue.add(request(run));
    await queue.proceed(2, running, start);
    assert.deepEqual(started, ['a', 'b']);
    assert.deepEqual(
      (await queue.jobs()).map(({ run, pid }) => [run, pid]),
      [
        ['a', 4001],
        ['b', 4002],
        ['c', null],
      ],
    );
  });

  it('holds one job for a run folder, however often and wherever it is asked for', async () => {
    const otherWindow = new JobQueue(path.join(folder, 'shared'));
    const resume: JobRequest = { name: 'LeNet-5', modelFile: '/w/lenet5.cnn.ts', run: 'a', resume: true };
    const [first, second] = await Promise.all([queue.add(resume), otherWindow.add(resume)]);
    assert.deepEqual(first, second);
    await queue.proceed(2, running, start);
    assert.equal((await otherWindow.add(resume)).pid, 4001);
    assert.deepEqual(started, ['a']);
  });

  it('gives the place of a job that has ended to the next, from another window', async () => {
    for (const run of ['a', 'b']) await queue.add(request(run));
    await queue.proceed(1, running, start);
    const otherWindow = new JobQueue(path.join(folder, 'shared'));
    await otherWindow.proceed(1, async (job) => job.run !== 'a', start);
    assert.deepEqual(started, ['a', 'b']);
    assert.deepEqual(
      (await queue.jobs()).map(({ run }) => run),
      ['b'],
    );
  });

  it('takes back a job that waits, but none that runs', async () => {
    const first = await queue.add(request('a'));
    const second = await queue.add(request('b'));
    await queue.proceed(1, running, start);
    assert.equal(await queue.cancel(first.id), false);
    assert.equal(await queue.cancel(second.id), true);
    assert.equal((await queue.jobs()).length, 1);
  });

  it('drops a job that cannot be started, says so, and starts the next', async () => {
    for (const run of ['a', 'b']) await queue.add(request(run));
    const failing = async (job: Job) => {
      if (job.run === 'a') throw new Error('no such program');
      return start(job);
    };
    await assert.rejects(
      queue.proceed(1, running, failing),
      /^AggregateError: The training of \S+ did not start: no such program$/,
    );
    assert.deepEqual(started, ['b']);
  });

  it('goes on with an empty queue where the file is damaged', async () => {
    await queue.add(request('a'));
    await writeFile(queue.file, '{"version": 1, "jo');
    assert.deepEqual(await queue.jobs(), []);
    await queue.add(request('b'));
    assert.equal((await queue.jobs()).length, 1);
  });

  it('has one owner at a time over several processes, and starts no job twice nor one too many', async () => {
    const workers = ['x', 'y', 'z'].map((name) =>
      spawn(process.execPath, [path.join(import.meta.dirname, 'queueWorker.ts'), folder, name, '5'], {
        stdio: ['ignore', 'ignore', 'inherit'],
      }),
    );
    const codes = await Promise.all(workers.map(async (worker) => (await once(worker, 'exit'))[0]));
    assert.deepEqual(codes, [0, 0, 0]);
    const jobs = await new JobQueue(folder).jobs();
    assert.equal(new Set(jobs.map(({ run }) => run)).size, 15);
    const log = await readFile(path.join(folder, 'started.txt'), 'utf8');
    assert.deepEqual(
      log.trim().split('\n'),
      jobs.slice(0, 2).map(({ run }) => run),
    );
  });

  describe('its lock', () => {
    let lock: string;
    beforeEach(() => {
      lock = path.join(folder, 'queue.lock');
    });

    /** Another process that ends as soon as it has the lock. */
    function another() {
      const fileLock = JSON.stringify(path.join(import.meta.dirname, '../../../src/jobs/fileLock.ts'));
      const text = `import { withLock } from ${fileLock}; await withLock(${JSON.stringify(lock)}, () => process.exit());`;
      return spawn(process.execPath, ['--input-type=module', '-e', text], { stdio: 'inherit' });
    }

    /** As a process leaves it that was killed while it held it. */
    async function leaveBehind(): Promise<void> {
      await once(another(), 'exit');
    }

    it('is taken over from an owner that was killed', async () => {
      await leaveBehind();
      assert.notDeepEqual(await readdir(lock), []);
      assert.equal(await withLock(lock, async () => 42), 42);
    });

    it('is taken over from an owner that hangs, which then lets its next owner be', async () => {
      let end = () => {};
      const ended = new Promise<void>((resolve) => {
        end = resolve;
      });
      const hanging = withLock(lock, () => ended);
      while (!(await readdir(folder)).includes('queue.lock')) await delay(5);
      const [owner = ''] = await readdir(lock);
      const longAgo = new Date(Date.now() - 60_000);
      await utimes(path.join(lock, owner), longAgo, longAgo);
      await withLock(lock, async () => {
        const next = await readdir(lock);
        end();
        await hanging;
        assert.deepEqual(await readdir(lock), next);
      });
    });

    /** What a process leaves that is killed while it waits; `empty` if that is before it has written its file. */
    async function leaveWaiting(empty: boolean): Promise<string> {
      const name = await withLock(lock, async () => {
        const waiting = another();
        const waits = () => readdir(folder).then((names) => names.find((each) => each.startsWith('queue.lock.')));
        let found = await waits();
        while (!found || (await readdir(path.join(folder, found))).length === 0) {
          await delay(5);
          found = await waits();
        }
        waiting.kill('SIGKILL');
        await once(waiting, 'exit');
        return found;
      });
      if (empty) await rm(path.join(folder, name, name.slice('queue.lock.'.length)));
      return name;
    }

    async function makeOld(name: string): Promise<void> {
      const longAgo = new Date(Date.now() - 60_000);
      const files = (await readdir(path.join(folder, name))).map((file) => path.join(name, file));
      for (const each of [...files, name]) await utimes(path.join(folder, each), longAgo, longAgo);
    }

    for (const empty of [false, true]) {
      const when = empty ? 'began to wait' : 'waited';
      it(`is rid of those that were killed while they ${when}, and of no others`, async () => {
        const left = await leaveWaiting(empty);
        assert.match(left, /^queue\.lock\.\d+\.[0-9a-f-]{36}$/);
        assert.deepEqual(await readdir(folder), [left]);
        const alive = `queue.lock.${process.pid}.${randomUUID()}`;
        const others = [alive, 'queue.lock.txt', `other.lock.${left.split('.')[2]}.${randomUUID()}`];
        for (const name of others) await mkdir(path.join(folder, name));
        // It may still be there in a container whose processes we do not see, as long as its time is fresh.
        assert.equal(await withLock(lock, async () => 42), 42);
        assert.deepEqual((await readdir(folder)).sort(), [left, ...others].sort());
        for (const name of [left, ...others]) await makeOld(name);
        assert.equal(await withLock(lock, async () => 42), 42);
        assert.deepEqual((await readdir(folder)).sort(), others.sort());
      });
    }

    it('goes to one owner at a time, however many find the last one gone', async () => {
      let owners = 0;
      const own = async () => {
        // Only those that come at different moments get into each other's way.
        await delay(Math.random() * 6);
        await withLock(lock, async () => {
          assert.equal(++owners, 1);
          await delay(0);
          owners--;
        });
      };
      await leaveBehind();
      const [gone = ''] = await readdir(lock);
      for (let round = 0; round < 8; round++) {
        await mkdir(lock, { recursive: true });
        await writeFile(path.join(lock, gone), '');
        await Promise.all(Array.from({ length: 12 }, own));
      }
    });

    it('is given back when the work fails, and leaves nothing', async () => {
      await assert.rejects(
        withLock(lock, () => Promise.reject(new Error('full disk'))),
        /full disk/,
      );
      assert.deepEqual(await readdir(folder), []);
    });

    it('is given up where its folder is none, and leaves nothing', async () => {
      const file = path.join(folder, 'file');
      await writeFile(file, '');
      await assert.rejects(
        withLock(path.join(file, 'lock'), async () => 42),
        { code: 'ENOTDIR' },
      );
      await assert.rejects(
        withLock(file, async () => 42),
        { code: 'ENOTDIR' },
      );
      assert.deepEqual(await readdir(folder), ['file']);
    });
  });
});
