/**
 * What is on the screen of an image at an epoch: first how the model takes it, then the maps of the layers
 * in view. One request is under way at a time, and the next is for what is wanted then, so that a slider
 * that moves faster than the model computes loses the pictures between and never the last one.
 */
import type { InspectorReply, InspectorRequests, Look, Subject } from '../../src/jobs/inspectorProtocol.ts';

export type FrameMethod = 'look' | 'maps';

export type AskFrame = <K extends FrameMethod>(
  method: K,
  request: InspectorRequests[K]['request'],
) => Promise<InspectorReply<InspectorRequests[K]['reply']>>;

export interface Maps {
  readonly values: Float32Array;
  /** What they are of, which need not be what is wanted now. */
  readonly subject: Subject;
}

/** Milliseconds after which a newer image does not wait for the maps of the one before. */
const patience = 100;

export class Frames {
  /** The last answer, and what it is of. */
  look: { readonly subject: Subject; readonly value: Look } | null = null;
  /** Why there is none for the subject that is wanted. */
  problem: string | null = null;
  readonly #ask: AskFrame;
  readonly #changed: () => void;
  readonly #now: () => number;
  readonly #maps = new Map<number, Maps>();
  #subject: Subject | null = null;
  /** The subject whose look failed: not asked for again by itself. */
  #refused: Subject | null = null;
  #wanted: readonly number[] = [];
  #began = 0;
  #running = false;

  constructor(ask: AskFrame, changed: () => void, now = () => performance.now()) {
    this.#ask = ask;
    this.#changed = changed;
    this.#now = now;
  }

  show(subject: Subject): void {
    this.#subject = subject;
    void this.#run();
  }

  /** Layers whose maps are in view, the most important first. */
  want(nodes: readonly number[]): void {
    this.#wanted = nodes;
    void this.#run();
  }

  /** Tries again what was refused. */
  retry(): void {
    this.#refused = null;
    void this.#run();
  }

  maps(node: number): Maps | null {
    return this.#maps.get(node) ?? null;
  }

  /** Whether all that is in view is of this subject. */
  shows(subject: Subject): boolean {
    return this.look?.subject === subject && this.#missing() === undefined;
  }

  async #run(): Promise<void> {
    if (this.#running) return;
    this.#running = true;
    for (let work = this.#next(); work !== null; work = this.#next()) {
      await work();
      this.#changed();
    }
    this.#running = false;
  }

  /** What is to be done next; `null` where nothing is left. */
  #next(): (() => Promise<void>) | null {
    const subject = this.#subject;
    if (subject === null || subject === this.#refused) return null;
    const missing = this.#missing();
    const isNew = this.look?.subject !== subject;
    if (isNew && (missing === undefined || this.#now() - this.#began > patience)) {
      this.#began = this.#now();
      return () => this.#lookAt(subject);
    }
    const { look } = this;
    return missing === undefined || look === null ? null : () => this.#fetch(look.subject, missing);
  }

  async #lookAt(subject: Subject): Promise<void> {
    const reply = await this.#settled('look', subject);
    if (reply.kind === 'done') {
      this.look = { subject, value: reply.value };
      this.problem = null;
    } else this.#refuse(subject, reply);
  }

  async #fetch(subject: Subject, node: number): Promise<void> {
    const reply = await this.#settled('maps', { ...subject, node });
    if (reply.kind === 'done') this.#maps.set(node, { values: reply.value, subject });
    else this.#refuse(subject, reply);
  }

  #refuse(subject: Subject, reply: Exclude<InspectorReply<unknown>, { kind: 'done' }>): void {
    if (reply.kind === 'refused') this.problem = reply.message;
    this.#refused = subject;
  }

  async #settled<K extends FrameMethod>(
    method: K,
    request: InspectorRequests[K]['request'],
  ): Promise<InspectorReply<InspectorRequests[K]['reply']>> {
    return this.#ask(method, request).catch((error: unknown) => {
      const message = error instanceof Error ? error.message : String(error);
      return { kind: 'refused', code: 'fault', message } as const;
    });
  }

  #missing(): number | undefined {
    const { look } = this;
    return look === null ? undefined : this.#wanted.find((node) => this.#maps.get(node)?.subject !== look.subject);
  }
}
