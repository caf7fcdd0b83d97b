/**
 * The frame on the screen for an image at an epoch: the model's input, and the maps of the layers in view. A single
 * request gives all of that; only one is in progress at a time, and the next is for whatever is wanted then. So a
 * slider that moves faster than the model computes skips pictures in between but never the last one. For a large model,
 * the first layers have a request of their own, and the rest follows when the choice stays.
 */

import { messageOf } from '../../src/data/errorMessage.ts';
import type { InspectorReply, InspectorRequests, Look, Subject } from '../../src/jobs/inspector/protocol.ts';

export type FrameMethod = 'look' | 'maps';

export type AskFrame = <K extends FrameMethod>(
  method: K,
  request: InspectorRequests[K]['request'],
) => Promise<InspectorReply<InspectorRequests[K]['reply']>>;

export interface Maps {
  readonly values: Float32Array;
  /** The subject they show, which need not be the one wanted now. */
  readonly subject: Subject;
}

export class Frames {
  /** The last answer and its subject. */
  look: { readonly subject: Subject; readonly value: Look } | null = null;
  /** Why there is none for the wanted subject. */
  problem: string | null = null;
  readonly #ask: AskFrame;
  readonly #changed: () => void;
  readonly #earlyNode: number;
  readonly #maps = new Map<number, Maps>();
  #subject: Subject | null = null;
  /** The subject whose request failed, which is not repeated automatically. */
  #refused: Subject | null = null;
  #wanted: readonly number[] = [];
  #running = false;

  /** `earlyNode` as in `InspectedFacts`; `changed` is called when there is something to draw. */
  constructor(ask: AskFrame, earlyNode: number | null, changed: () => void) {
    this.#ask = ask;
    this.#earlyNode = earlyNode ?? -1;
    this.#changed = changed;
  }

  show(subject: Subject): void {
    this.#subject = subject;
    void this.#run();
  }

  /** Layers whose maps are in view. */
  want(nodes: readonly number[]): void {
    this.#wanted = nodes;
    void this.#run();
  }

  /** Retries what was refused. */
  retry(): void {
    this.#refused = null;
    void this.#run();
  }

  maps(node: number): Maps | null {
    return this.#maps.get(node) ?? null;
  }

  /** Whether everything in view shows this subject. */
  shows(subject: Subject): boolean {
    return this.look?.subject === subject && this.#missing(subject).length === 0;
  }

  async #run(): Promise<void> {
    if (this.#running) return;
    this.#running = true;
    for (;;) {
      const subject = this.#subject;
      if (subject === null || subject === this.#refused || this.shows(subject)) break;
      await this.#fetch(subject);
    }
    this.#running = false;
  }

  async #fetch(subject: Subject): Promise<void> {
    // Once the whole model has run, early layers are no faster than others.
    const early =
      this.look?.subject === subject ? [] : this.#missing(subject).filter((node) => node <= this.#earlyNode);
    if (early.length > 0) {
      const reply = await this.#settled('maps', { ...subject, nodes: early });
      if (reply.kind === 'done') this.#keep(subject, early, reply.value);
      else this.#refuse(subject, reply);
      this.#changed();
      // A slider has moved on: the first layers follow it, the rest comes when it stays.
      if (reply.kind !== 'done' || this.#subject !== subject) return;
    }
    const nodes = this.#missing(subject);
    const reply = await this.#settled('look', { ...subject, nodes });
    if (reply.kind === 'done') {
      this.look = { subject, value: reply.value };
      this.problem = null;
      this.#keep(subject, nodes, reply.value.maps);
    } else this.#refuse(subject, reply);
    this.#changed();
  }

  #keep(subject: Subject, nodes: readonly number[], maps: readonly Float32Array[]): void {
    for (const [i, node] of nodes.entries()) this.#maps.set(node, { values: maps[i]!, subject });
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
      const message = messageOf(error);
      return { kind: 'refused', code: 'fault', message } as const;
    });
  }

  #missing(subject: Subject): readonly number[] {
    return this.#wanted.filter((node) => this.#maps.get(node)?.subject !== subject);
  }
}
