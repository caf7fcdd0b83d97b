/**
 * The protocol of the comparison of accuracy and operations (birpc over postMessage), with both directions mirrored.
 */
import type { Family } from '../model/published.ts';
import type { DataSetName } from '../training/runAccuracy.ts';
import type { ClipboardHost } from './clipboardProtocol.ts';

/** A network with its accuracy and its cost. */
export interface AccuracyPoint {
  /** Unique. */
  readonly id: string;
  readonly name: string;
  readonly dataSet: DataSetName;
  /** `null` for a run of the user's own. */
  readonly family: Family | null;
  /** A fraction. */
  readonly top1: number;
  /** Trainable values, and multiply-adds of one image. */
  readonly params: number;
  readonly macs: number;
  /** Source of the accuracy, for people. */
  readonly source: string;
  /** The run folder; `null` for published figures. */
  readonly run: string | null;
  /** When the run began, in ISO 8601; `null` for published figures. */
  readonly createdAt: string | null;
}

export interface AccuracyFacts {
  readonly points: readonly AccuracyPoint[];
  /** Runs that could not be read, with the reason. */
  readonly unreadable: readonly string[];
}

/** Offered by the extension host. */
export interface AccuracyHostFunctions extends ClipboardHost {
  /** The view is ready and empty: the networks follow, and again when a run has progressed. */
  open(): Promise<void>;
  /** Shows the curves of a run. */
  openRun(folder: string): Promise<void>;
}

/** Offered by the webview. */
export interface AccuracyViewFunctions {
  update(facts: AccuracyFacts): void;
}
