/**
 * An ONNX Runtime session that lives as long as the tensors it has made on a GPU: releasing it earlier takes
 * their memory away under them, and the process with it.
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

  /** Releases the session when nobody holds it any more; whoever made it holds it, too. */
  async drop(): Promise<void> {
    this.#holders -= 1;
    if (this.#holders === 0) await this.session.release();
  }
}
