/**
 * An ONNX Runtime session that lives as long as the tensors it has made on a GPU: releasing it earlier frees their
 * memory and crashes the process.
 */
import type { InferenceSession } from 'onnxruntime-node';

export class HeldSession {
  readonly session: InferenceSession;
  #holders = 1;

  constructor(session: InferenceSession) {
    this.session = session;
  }

  hold(): void {
    this.#holders += 1;
  }

  /** Releases the session when its last holder, among them its maker, lets go. */
  async drop(): Promise<void> {
    this.#holders -= 1;
    if (this.#holders === 0) await this.session.release();
  }
}
