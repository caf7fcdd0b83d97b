import assert from 'node:assert/strict';
import { setImmediate as turn } from 'node:timers/promises';
import type { InspectorReply, Look, Subject } from '../../../src/jobs/inspectorProtocol.ts';
import { type AskFrame, type FrameMethod, Frames } from '../../../webview/viewer/frames.ts';

interface Asked {
  readonly method: FrameMethod;
  readonly index: number;
  readonly node: number | null;
  readonly answer: (reply?: InspectorReply<never>) => Promise<void>;
}

const subject = (index: number): Subject => ({
  epoch: 1,
  image: { kind: 'dataSet', split: 'validation', index },
  transform: null,
});

/** Frames whose requests wait until the test answers them, under a clock of the test's. */
function open(): { frames: Frames; asked: Asked[]; clock: { now: number }; changes: () => number } {
  const asked: Asked[] = [];
  const clock = { now: 0 };
  let changes = 0;
  const ask = ((method: FrameMethod, request: Subject & { node?: number }) =>
    new Promise<InspectorReply<Look | Float32Array>>((resolve) => {
      const index = request.image.kind === 'dataSet' ? request.image.index : -1;
      const look: Look = { pixels: new Uint8Array(), label: index, guesses: [], statistics: [], note: null };
      const value = method === 'look' ? look : Float32Array.of(index, request.node ?? -1);
      asked.push({
        method,
        index,
        node: request.node ?? null,
        answer: async (reply) => {
          resolve(reply ?? { kind: 'done', value });
          await turn();
        },
      });
    })) as AskFrame;
  const frames = new Frames(
    ask,
    () => {
      changes++;
    },
    () => clock.now,
  );
  return { frames, asked, clock, changes: () => changes };
}

const last = (asked: readonly Asked[]): Asked => asked.at(-1)!;
const briefly = ({ method, index, node }: Asked) =>
  node === null ? `${method} ${index}` : `${method} ${index}:${node}`;

describe('frames of the activation viewer', () => {
  it('asks for the image first, then for the layers in view, one after another', async () => {
    const { frames, asked } = open();
    frames.want([3, 1]);
    const seven = subject(7);
    frames.show(seven);
    await last(asked).answer();
    assert.equal(frames.look?.value.label, 7);
    assert.equal(frames.shows(seven), false);
    await last(asked).answer();
    await last(asked).answer();
    assert.deepEqual(asked.map(briefly), ['look 7', 'maps 7:3', 'maps 7:1']);
    assert.deepEqual(frames.maps(3)?.values, Float32Array.of(7, 3));
    assert.equal(frames.shows(seven), true);
    assert.equal(frames.shows(subject(7)), false);
  });

  it('asks for nothing that it has', async () => {
    const { frames, asked } = open();
    frames.want([1]);
    frames.show(subject(7));
    await last(asked).answer();
    await last(asked).answer();
    frames.want([1]);
    await turn();
    assert.equal(asked.length, 2);
    frames.want([1, 2]);
    await last(asked).answer();
    assert.deepEqual(asked.map(briefly), ['look 7', 'maps 7:1', 'maps 7:2']);
  });

  it('leaves out what was wanted for a moment, and never the last', async () => {
    const { frames, asked } = open();
    frames.show(subject(1));
    frames.show(subject(2));
    const third = subject(3);
    frames.show(third);
    await last(asked).answer();
    await last(asked).answer();
    assert.deepEqual(asked.map(briefly), ['look 1', 'look 3']);
    assert.equal(frames.look?.value.label, 3);
    assert.equal(frames.shows(third), true);
  });

  it('finishes a picture before the next where that is quick, and else turns to the newest', async () => {
    const { frames, asked, clock } = open();
    frames.want([1, 2, 3]);
    frames.show(subject(1));
    await last(asked).answer();
    frames.show(subject(2));
    await last(asked).answer();
    assert.equal(briefly(last(asked)), 'maps 1:2');
    clock.now = 150;
    await last(asked).answer();
    assert.equal(briefly(last(asked)), 'look 2');
  });

  it('tells which maps are of an earlier image', async () => {
    const { frames, asked } = open();
    const [first, second] = [subject(1), subject(2)];
    frames.want([1]);
    frames.show(first);
    await last(asked).answer();
    await last(asked).answer();
    frames.show(second);
    await last(asked).answer();
    assert.equal(frames.look?.subject, second);
    assert.equal(frames.maps(1)?.subject, first);
    await last(asked).answer();
    assert.equal(frames.maps(1)?.subject, second);
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
