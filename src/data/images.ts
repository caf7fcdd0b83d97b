/** Images as bytes, in memory or in a file that is larger than memory. */
import { openSync, readSync } from 'node:fs';

/** Largest share of the machine's memory to hold images in; larger data stays in its file. */
export const memoryShare = 0.25;

export interface Images {
  /** Bytes of one image, `channels · height · width`. */
  readonly bytesEach: number;
  /** Copies image `index` to `target`, which is one image long. */
  read(index: number, target: Uint8Array): void;
}

export class MemoryImages implements Images {
  readonly bytes: Uint8Array;
  readonly bytesEach: number;

  constructor(bytes: Uint8Array, count: number) {
    this.bytes = bytes;
    this.bytesEach = bytes.length / count;
  }

  read(index: number, target: Uint8Array): void {
    target.set(this.bytes.subarray(index * this.bytesEach, (index + 1) * this.bytesEach));
  }
}

/** Images stored one after another in a file, which stays open as long as the process runs. */
export class FileImages implements Images {
  readonly bytesEach: number;
  readonly #file: string;
  readonly #descriptor: number;

  constructor(file: string, bytesEach: number) {
    this.#file = file;
    this.#descriptor = openSync(file, 'r');
    this.bytesEach = bytesEach;
  }

  read(index: number, target: Uint8Array): void {
    const read = readSync(this.#descriptor, target, 0, this.bytesEach, index * this.bytesEach);
    if (read !== this.bytesEach) throw new Error(`${this.#file} was cut short while it was in use, at image ${index}.`);
  }
}

/** A selection of other images, in its own order. */
export class SelectedImages implements Images {
  readonly bytesEach: number;
  readonly #images: Images;
  readonly #indices: Uint32Array;

  constructor(images: Images, indices: Uint32Array) {
    this.#images = images;
    this.#indices = indices;
    this.bytesEach = images.bytesEach;
  }

  read(index: number, target: Uint8Array): void {
    this.#images.read(this.#indices[index]!, target);
  }
}
