/** The thread of `pointLayoutThread.ts`. */
import { parentPort, workerData } from 'node:worker_threads';
import { type LayoutRequest, layOutPoints } from './pointLayout.ts';
import type { LayoutWord } from './pointLayoutThread.ts';

const port = parentPort;
if (port === null) throw new Error('This file runs as a worker thread.');
const request: LayoutRequest = workerData;
const say = (word: LayoutWord) => port.postMessage(word);

say({ kind: 'done', layout: layOutPoints(request, (done, total) => say({ kind: 'progress', done, total })) });
