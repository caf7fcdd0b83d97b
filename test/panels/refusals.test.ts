import assert from 'node:assert/strict';
import { MessageChannel } from 'node:worker_threads';
import { createBirpc } from 'birpc';
import { refusals } from '../../src/panels/refusals.ts';

interface Host {
  open(file: string): Promise<Uint8Array>;
}

describe('a call between a webview and its host', () => {
  it('is refused with its reason, and answered with what it gives', async () => {
    const { port1, port2 } = new MessageChannel();
    const host: Host = {
      open: async (file) => {
        if (file === '') throw new Error('There is no such file.');
        return Uint8Array.of(1, 2);
      },
    };
    /** As VS Code has it: JSON, but for typed arrays. */
    const asJson = (message: object) => ('r' in message ? message : JSON.parse(JSON.stringify(message)));
    createBirpc<object, Host>(host, {
      ...refusals,
      post: (message) => port1.postMessage(asJson(message)),
      on: (receive) => port1.on('message', receive),
    });
    const remote = createBirpc<Host, object>(
      {},
      {
        ...refusals,
        post: (message) => port2.postMessage(asJson(message)),
        on: (receive) => port2.on('message', receive),
      },
    );
    await assert.rejects(remote.open(''), { name: 'Error', message: 'There is no such file.' });
    assert.deepEqual(await remote.open('a'), Uint8Array.of(1, 2));
    port1.close();
  });
});
