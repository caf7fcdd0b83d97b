/** A thread that decodes images: takes lists of files, answers with their bytes. */
import { parentPort, workerData } from 'node:worker_threads';
import { ImageError } from './decode.ts';
import type { ImageAnswer, ImageRequest, ImageWorkerData } from './imageReader.ts';
import { readImage } from './readImage.ts';

const port = parentPort;
if (port === null) throw new Error('This file runs as a worker thread.');
const { shape }: ImageWorkerData = workerData;
const bytesEach = shape[0] * shape[1] * shape[2];

port.on('message', async ({ files }: ImageRequest) => {
  const images = new Uint8Array(files.length * bytesEach);
  const failures: { index: number; reason: string }[] = [];
  for (const [index, file] of files.entries()) {
    try {
      await readImage(file, shape, images.subarray(index * bytesEach, (index + 1) * bytesEach));
    } catch (error) {
      if (!(error instanceof ImageError)) throw error;
      failures.push({ index, reason: error.message });
    }
  }
  const answer: ImageAnswer = { images, failures };
  port.postMessage(answer, [images.buffer]);
});
