/**
 * Validates the files of a run folder, which may come from anyone's workspace: every field has its type, or the file is
 * not ours.
 */

import type { HeldOut } from '../data/dataSet.ts';
import type { DeviceInfo } from '../engine/engine.ts';
import type { ModelSpec, TrainingSpec } from '../model/spec.ts';
import type { DataNumbers, Evaluation, RunManifest, RunStatus } from './layout.ts';
import { isTrainerSocket } from './trainerSocket.ts';

type Fields<K extends string> = Readonly<Record<K, unknown>>;

export function has<K extends string>(value: unknown, ...keys: readonly K[]): value is Fields<K> {
  return typeof value === 'object' && value !== null && keys.every((key) => key in value);
}

const isText = (value: unknown): value is string => typeof value === 'string';

const isNumber = (value: unknown): value is number => typeof value === 'number' && Number.isFinite(value);

const isCount = (value: unknown): value is number => Number.isSafeInteger(value) && isNumber(value) && value >= 1;

const isListOf = <T>(value: unknown, is: (each: unknown) => each is T): value is readonly T[] =>
  Array.isArray(value) && value.every(is);

/** All but its version, which the caller has checked. */
export function isManifest(value: unknown): value is RunManifest {
  return (
    has(value, 'name', 'modelFile', 'source', 'createdAt', 'device', 'seed', 'epochs', 'batchSize', 'stepsPerEpoch') &&
    [value.name, value.modelFile, value.source, value.createdAt].every(isText) &&
    [value.epochs, value.batchSize, value.stepsPerEpoch].every(isCount) &&
    isNumber(value.seed) &&
    isDevice(value.device) &&
    has(value, 'classNames') &&
    isListOf(value.classNames, isText) &&
    (!has(value, 'checkpointEvery') || isCount(value.checkpointEvery)) &&
    (!has(value, 'dataFingerprint') || isText(value.dataFingerprint))
  );
}

function isDevice(value: unknown): value is DeviceInfo {
  return (
    has(value, 'id', 'label', 'threads') &&
    isText(value.id) &&
    isText(value.label) &&
    isCount(value.threads) &&
    (!has(value, 'note') || isText(value.note))
  );
}

/** `null` if it is not valid. A socket that we would not have made counts as absent. */
export function parseStatus(value: unknown): RunStatus | null {
  if (!has(value, 'state', 'pid', 'socket', 'error')) return null;
  const { state, pid, socket, error } = value;
  if (!isState(state) || !isCount(pid) || !(error === null || isFailure(error))) return null;
  return { state, pid, socket: isTrainerSocket(socket) ? socket : null, error };
}

function isState(value: unknown): value is RunStatus['state'] {
  return value === 'running' || value === 'done' || value === 'interrupted' || value === 'failed';
}

function isFailure(value: unknown): value is NonNullable<RunStatus['error']> {
  return (
    has(value, 'kind', 'code', 'message') &&
    (value.kind === 'user' || value.kind === 'internal') &&
    isText(value.code) &&
    isText(value.message)
  );
}

/** `null` if it is not valid. Fields that older runs lack get the values of that time. */
export function parseModel(value: unknown): ModelSpec | null {
  if (!isModel(value)) return null;
  const { training } = value;
  return { ...value, data: value.data ?? null, training: training ? withDefaults(training) : null };
}

function isModel(value: unknown): value is ModelSpec {
  return has(value, 'version', 'nodes', 'layers', 'outputs') && value.version === 1;
}

function withDefaults(training: TrainingSpec): TrainingSpec {
  const { loss, optimizer, clipGradNorm, clipGradValue } = training;
  return {
    ...training,
    loss: loss.kind === 'crossEntropy' ? { ...loss, labelSmoothing: loss.labelSmoothing ?? 0 } : loss,
    optimizer: optimizer.kind === 'sgd' ? { ...optimizer, dampening: optimizer.dampening ?? 0 } : optimizer,
    clipGradNorm: clipGradNorm ?? null,
    clipGradValue: clipGradValue ?? null,
  };
}

export function isDataNumbers(value: unknown): value is DataNumbers {
  return (
    has(value, 'scale', 'offset') &&
    isListOf(value.scale, isNumber) &&
    isListOf(value.offset, isNumber) &&
    value.scale.length === value.offset.length &&
    (!has(value, 'heldOut') || isHeldOut(value.heldOut))
  );
}

function isHeldOut(value: unknown): value is HeldOut {
  return (
    isListOf(value, isText) || (has(value, 'train', 'validation') && [value.train, value.validation].every(isText))
  );
}

export function isEvaluation(value: unknown): value is Evaluation {
  return (
    has(value, 'images', 'loss', 'accuracy', 'top5Accuracy', 'confusion', 'classNames') &&
    [value.images, value.loss, value.accuracy, value.top5Accuracy].every(isNumber) &&
    isListOf(value.classNames, isText) &&
    isListOf(value.confusion, (row) => isListOf(row, isNumber))
  );
}
