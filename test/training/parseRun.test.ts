import assert from 'node:assert/strict';
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import net from 'node:net';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { RunWatcher } from '../../src/jobs/runs/watcher.ts';
import { type RunStatus, runLayout } from '../../src/training/layout.ts';
import { listRuns, readRun, runState, runsFolder } from '../../src/training/runReader.ts';
import { manifest } from './manifest.ts';

const status: RunStatus = { state: 'running', pid: process.pid, socket: null, error: null };

describe('run folders of anyone', () => {
  let root: string;
  let folder: string;
  beforeEach(async () => {
    root = await mkdtemp(path.join(tmpdir(), 'cnn-run-'));
    folder = path.join(runsFolder(root), 'run');
    await mkdir(folder, { recursive: true });
  });
  afterEach(() => rm(root, { recursive: true }));

  async function write(change: { readonly manifest?: object; readonly status?: object } = {}): Promise<void> {
    await writeFile(path.join(folder, runLayout.manifest), JSON.stringify({ ...manifest, ...change.manifest }));
    await writeFile(path.join(folder, runLayout.status), JSON.stringify({ ...status, ...change.status }));
  }

  /** Shows the run as the editor does; gives the state that it shows. */
  async function show(): Promise<string | undefined> {
    let shown: string | undefined;
    const watcher = new RunWatcher(folder, { onUpdate: ({ state }) => (shown = state) }, { pollBusy: 5, pollIdle: 5 });
    await watcher.refresh();
    watcher.dispose();
    return shown;
  }

  it('connects to no host, no share and no other socket that a run folder names', async () => {
    let connections = 0;
    const listen = async (target: net.ListenOptions) => {
      const server = net.createServer((socket) => {
        connections++;
        socket.destroy();
      });
      await new Promise<void>((resolve) => server.listen(target, resolve));
      return server;
    };
    const tcp = await listen({ host: '127.0.0.1', port: 0 });
    const address = tcp.address();
    assert.ok(address !== null && typeof address === 'object');
    const other = process.platform === 'win32' ? `\\\\.\\pipe\\other-${process.pid}` : path.join(root, 'trainer.sock');
    const local = await listen({ path: other });
    const sockets: readonly unknown[] = [
      { host: '127.0.0.1', port: address.port },
      address.port,
      String(address.port),
      [address.port],
      other,
      '\\\\host\\pipe\\cnn-lab-00',
      '\\\\.\\pipe\\cnn-lab-../other',
      path.join(tmpdir(), 'cnn-lab-a', 'b', 'trainer.sock'),
      `${tmpdir()}/cnn-lab-a/../${path.basename(root)}/trainer.sock`,
      'trainer.sock',
    ];
    for (const socket of sockets) {
      await write({ status: { socket } });
      const run = await readRun(folder);
      assert.equal(run.status.socket, null, JSON.stringify(socket));
      assert.equal(await runState(run.status), 'killed');
      assert.equal(await show(), 'killed');
    }
    assert.equal(connections, 0);
    await Promise.all([tcp, local].map((server) => new Promise((resolve) => server.close(resolve))));
  });

  it('takes no field of another type', async () => {
    const strange: readonly { readonly manifest?: object; readonly status?: object }[] = [
      ...[{ version: '1' }, { name: {} }, { modelFile: 3 }, { source: null }, { createdAt: 20261122 }].map(
        (change) => ({ manifest: change }),
      ),
      ...[{ seed: '1' }, { epochs: 1e300 }, { batchSize: 0 }, { stepsPerEpoch: -1 }, { checkpointEvery: 0 }].map(
        (change) => ({ manifest: change }),
      ),
      ...[{ device: 'cpu' }, { device: { ...manifest.device, threads: '2' } }, { classNames: 'ab' }].map((change) => ({
        manifest: change,
      })),
      { manifest: { classNames: [{ toString: 'x' }] } },
      ...[{ state: 'constructor' }, { pid: -1 }, { pid: '1' }, { error: 'bad' }, { error: { kind: 'user' } }].map(
        (change) => ({ status: change }),
      ),
    ];
    for (const change of strange) {
      await write(change);
      await assert.rejects(readRun(folder), /is not a run folder/, JSON.stringify(change));
    }
    assert.deepEqual(await listRuns(root), []);
    await write();
    assert.deepEqual((await readRun(folder)).manifest, manifest);
  });
});
