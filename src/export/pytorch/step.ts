/** How layers are written in PyTorch: as steps from tensor to tensor. */
import type { Inputs } from '../../model/layers/definition.ts';
import type { Padding2d } from '../../model/spec.ts';
import { type Keyword, pythonCall, pythonTuple } from './python.ts';

/** One module, or one function call. */
export interface Step {
  /** `nn.Conv2d(1, 6, 5)`; `null` if PyTorch has no module for it. */
  readonly module: string | null;
  /** The call on its tensors; `null` if the module has state and must be constructed first. */
  readonly call: ((x: string, ...more: readonly string[]) => string) | null;
  /** Suffix of its name if it is not the layer itself: `pad`. */
  readonly role: 'layer' | 'pad' | 'crop';
  /** Python source of a helper function that `call` uses. */
  readonly helper: string | null;
}

/** How one kind of layer is written, given its attributes. */
export type WriteLayer<A> = (attributes: A, inputs: Inputs) => readonly Step[];

const plain = { role: 'layer', helper: null } as const;

/** A module with weights or a mode. */
export const kept = (module: string): Step => ({ ...plain, module, call: null });

/** A step that PyTorch has no module for; `helper` is a function of ours that the call uses. */
export const called = (call: NonNullable<Step['call']>, helper: string | null = null): Step => ({
  ...plain,
  module: null,
  call,
  helper,
});

/** A module without weights, and the equivalent function; both take the same arguments. */
export const either = (
  module: string,
  name: string,
  positional: readonly (number | string)[] = [],
  keywords: readonly Keyword[] = [],
): Step => ({
  ...plain,
  module: pythonCall(module, positional, keywords),
  call: (x) => pythonCall(name, [x, ...positional], keywords),
});

/** A border around a feature map; negative amounts crop. */
export function border(
  role: 'layer' | 'pad' | 'crop',
  [top, bottom, left, right]: Padding2d,
  fill: 0 | '-inf' = 0,
): Step {
  const sides = pythonTuple([left, right, top, bottom]);
  if (fill === 0) return { ...either('nn.ZeroPad2d', 'F.pad', [sides]), role };
  const value = 'float("-inf")';
  return {
    ...plain,
    role,
    module: pythonCall('nn.ConstantPad2d', [sides, value]),
    call: (x) => pythonCall('F.pad', [x, sides], [['value', value, '0']]),
  };
}

export const isSymmetric = ([top, bottom, left, right]: Padding2d): boolean => top === bottom && left === right;
