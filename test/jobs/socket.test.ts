import assert from 'node:assert/strict';
import net from 'node:net';
import { type Channel, openChannel } from '../../src/jobs/socket.ts';

interface Functions {
  double(n: number): Promise<number>;
  fail(): Promise<void>;
  never(): Promise<void>;
}

const functions: Functions = {
  double: async (n) => 2 * n,
  fail: async () => {
    throw new Error('the disk is full');
  },
  never: () => new Promise(() => undefined),
};

describe('socket', () => {
  let server: net.Server;
  let near: Channel<Functions, object>;
  let farSocket: net.Socket;
  let nearSocket: net.Socket;

  beforeEach(async () => {
    const accepted = new Promise<net.Socket>((resolve) => {
      server = net.createServer(resolve);
    });
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    const address = server.address();
    assert.ok(address !== null && typeof address === 'object');
    nearSocket = net.connect(address.port, '127.0.0.1');
    near = openChannel<Functions, object>(nearSocket, {});
    farSocket = await accepted;
    openChannel<object, Functions>(farSocket, functions);
  });
  afterEach(async () => {
    nearSocket.destroy();
    farSocket.destroy();
    await new Promise((resolve) => server.close(resolve));
  });

  it('answers calls, many at a time', async () => {
    assert.deepEqual(await Promise.all([1, 2, 3].map((n) => near.double(n))), [2, 4, 6]);
  });

  it('carries the message of an error', async () => {
    await assert.rejects(near.fail(), { name: 'Error', message: 'the disk is full' });
  });

  it('settles what is waiting when the socket closes, and refuses what comes after', async () => {
    const waiting = near.never();
    await near.double(1);
    farSocket.destroy();
    await assert.rejects(waiting, /closed the connection/);
    await assert.rejects(near.double(1), /closed/);
  });

  it('puts together a message that arrives in pieces', async () => {
    const line = Buffer.from(`${JSON.stringify({ t: 'q', i: 'x', m: 'double', a: [21] })}\n`);
    const answer = new Promise<string>((resolve) => nearSocket.once('data', (text: string) => resolve(text)));
    nearSocket.write(line.subarray(0, 7));
    await new Promise((resolve) => setTimeout(resolve, 20));
    nearSocket.write(line.subarray(7));
    assert.deepEqual(JSON.parse(await answer), { t: 's', i: 'x', r: 42 });
  });
});
