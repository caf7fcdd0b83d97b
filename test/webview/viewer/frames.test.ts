import assert from 'node:assert/strict';
import { setImmediate as turn } from 'node:timers/promises';
import type { InspectorReply, Look, Subject } from '../../../src/jobs/inspector/protocol.ts';
import { type AskFrame, type FrameMethod, Frames } from '../../../webview/viewer/frames.ts';

interface Asked {
  readonly method: FrameMethod;
  readonly index: number;
  readonly nodes: readonly number[];
  readonly answer: (reply?: InspectorReply<never>) => Promise<void>;
}

const subject = (index: number): Subject => ({
  epoch: 1,
  image: { kind: 'dataSet', split: 'validation', index },
  transform: null,
});

/** Frames whose requests wait until the test answers them. */
function open(earlyNode: number | null = null): { frames: Frames; asked: Asked[]; changes: () => number } {
  const asked: Asked[] = [];
  let changes = 0;
  const ask = ((method: FrameMethod, request: Subject & { nodes: readonly number[] }) =>
    new Promise<InspectorReply<Look | Look['maps']>>((resolve) => {
      const index = request.image.kind === 'dataSet' ? request.image.index : -1;
      const maps = request.nodes.map((node) => Float32Array.of(index, node));
      const look: Look = { pixels: new Uint8Array(), label: index, guesses: [], statistics: [], note: null, maps };
      asked.push({
        method,
        index,
        nodes: request.nodes,
        answer: async (reply) => {
          resolve(reply ?? { kind: 'done', value: method === 'look' ? look : maps });
          await turn();
        },
      });
    })) as AskFrame;
  const frames = new Frames(ask, earlyNode, () => {
    changes++;
  });
  return { frames, asked, changes: () => changes };
}

const last = (asked: readonly Asked[]): Asked => asked.at(-1)!;
const briefly = ({ method, index, nodes }: Asked) => `${method} ${index}: ${nodes.join()}`;

describe('frames of the activation viewer', () => {
  it('asks at once for the image and all layers in view', async () => {
    const { frames, asked, changes } = open();
    frames.want([3, 1]);
    const seven = subject(7);
    frames.show(seven);
    assert.equal(frames.shows(seven), false);
    await last(asked).answer();
    assert.equal(frames.look?.value.label, 7);
    assert.deepEqual(asked.map(briefly), ['look 7: 3,1']);
    assert.deepEqual(frames.maps(3)?.values, Float32Array.of(7, 3));
    assert.equal(frames.shows(seven), true);
    assert.equal(frames.shows(subject(7)), false);
    assert.equal(changes(), 1);
  });

  it('asks for nothing that it has', async () => {
    const { frames, asked } = open();
    frames.want([1]);
    frames.show(subject(7));
    await last(asked).answer();
    frames.want([1]);
    await turn();
    assert.equal(asked.length, 1);
    frames.want([1, 2]);
    await last(asked).answer();
    assert.deepEqual(asked.map(briefly), ['look 7: 1', 'look 7: 2']);
  });

  it('leaves out what was wanted for a moment, and never the last', async () => {
    const { frames, asked } = open();
    frames.show(subject(1));
    frames.show(subject(2));
    const third = subject(3);
    frames.show(third);
    await last(asked).answer();
    await last(asked).answer();
    assert.deepEqual(asked.map(briefly), ['look 1: ', 'look 3: ']);
    assert.equal(frames.look?.value.label, 3);
    assert.equal(frames.shows(third), true);
  });

  it('has the first layers of a large model ahead of the rest', async () => {
    const { frames, asked } = open(4);
    frames.want([3, 4, 5]);
    const first = subject(1);
    frames.show(first);
    await last(asked).answer();
    assert.deepEqual([frames.maps(3)?.subject, frames.maps(5), frames.look], [first, null, null]);
    await last(asked).answer();
    assert.deepEqual(asked.map(briefly), ['maps 1: 3,4', 'look 1: 5']);
    assert.equal(frames.shows(first), true);
    // What was looked through comes at once, whichever layer it is.
    frames.want([2, 5]);
    assert.equal(briefly(last(asked)), 'look 1: 2');
  });

  it('follows a slider with the first layers of a large model, and with the rest where it stays', async () => {
    const { frames, asked } = open(1);
    frames.want([1, 6]);
    frames.show(subject(1));
    frames.show(subject(2));
    for (const _ of [1, 2, 3]) await last(asked).answer();
    assert.deepEqual(asked.map(briefly), ['maps 1: 1', 'maps 2: 1', 'look 2: 6']);
  });

  it('tells which maps are of an earlier image', async () => {
    const { frames, asked } = open(1);
    const [first, second] = [subject(1), subject(2)];
    frames.want([1, 6]);
    frames.show(first);
    for (const _ of [1, 2]) await last(asked).answer();
    frames.show(second);
    await last(asked).answer();
    assert.deepEqual([frames.maps(1)?.subject, frames.maps(6)?.subject], [second, first]);
    await last(asked).answer();
    assert.equal(frames.maps(6)?.subject, second);
  });

  it('says what was refused, does not ask again by itself, and does when told to', async () => {
    const { frames, asked, changes } = open();
    frames.show(subject(1));
    await last(asked).answer({ kind: 'refused', code: 'gone', message: 'The run is gone.' });
    assert.equal(frames.problem, 'The run is gone.');
    assert.equal(asked.length, 1);
    assert.ok(changes() > 0);
    frames.retry();
    await last(asked).answer();
    assert.equal(frames.problem, null);
    assert.equal(frames.look?.value.label, 1);
  });
});
