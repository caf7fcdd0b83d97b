/** Validates what comes out of the sandbox: a model file can tamper with its own realm so that anything does. */
import type { Call, Raw, Role, Snapshot } from '../cnn/record.ts';
import { isAugmentationKind } from '../model/augmentation.ts';
import { isDataKind } from '../model/data.ts';
import { isLayerKind, isMergeKind } from '../model/layers/index.ts';
import { isLossKind } from '../model/losses.ts';
import { isOptimizerKind } from '../model/optimizers.ts';
import { isScheduleKind } from '../model/schedules.ts';

const builders: Readonly<Record<Role, (builder: string) => boolean>> = {
  layer: (builder) => builder === 'sequential' || isLayerKind(builder),
  tensor: (builder) => builder === 'input' || builder === 'apply' || isMergeKind(builder),
  model: (builder) => builder === 'model',
  data: isDataKind,
  augmentation: isAugmentationKind,
  loss: isLossKind,
  optimizer: isOptimizerKind,
  schedule: isScheduleKind,
};

/** Parses the JSON of a snapshot; `null` if it is not valid. */
export function readSnapshot(text: string): Snapshot | null {
  const value: unknown = JSON.parse(text);
  if (!isObject(value) || !('calls' in value) || !('root' in value)) return null;
  const { calls, root } = value;
  if (!Array.isArray(calls) || !calls.every((call, index) => isCall(call, index)) || !isRaw(root, calls.length))
    return null;
  return { calls, root };
}

/** A call's arguments come before it. */
function isCall(value: unknown, index: number): value is Call {
  if (!isObject(value)) return false;
  const { role, builder, args, layer, stack } = value;
  return (
    typeof role === 'string' &&
    typeof builder === 'string' &&
    isRole(role) &&
    builders[role](builder) &&
    Array.isArray(args) &&
    args.every((raw) => isRaw(raw, index)) &&
    (builder === 'apply' ? isIndex(layer, index) : layer === null) &&
    typeof stack === 'string'
  );
}

function isRaw(value: unknown, calls: number): value is Raw {
  if (value === null || ['boolean', 'number', 'string'].includes(typeof value)) return true;
  if (!isObject(value)) return false;
  switch (value.type) {
    case 'array':
      return Array.isArray(value.items) && value.items.every((item) => isRaw(item, calls));
    case 'object':
      return Array.isArray(value.entries) && value.entries.every((entry) => isEntry(entry, calls));
    case 'call':
      return isIndex(value.call, calls);
    case 'number':
      return typeof value.text === 'string';
    case 'other':
      return typeof value.what === 'string';
    default:
      return value.type === 'undefined';
  }
}

const isEntry = (value: unknown, calls: number): boolean =>
  Array.isArray(value) && typeof value[0] === 'string' && isRaw(value[1], calls);

const isIndex = (value: unknown, end: number): boolean =>
  typeof value === 'number' && Number.isInteger(value) && value >= 0 && value < end;

const isRole = (value: string): value is Role => Object.hasOwn(builders, value);

const isObject = (value: unknown): value is Record<string, unknown> => typeof value === 'object' && value !== null;
