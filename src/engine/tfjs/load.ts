/** Loads the user's TensorFlow. Unpatched, it crashes on Node ≥ 23: the missing function is supplied here. */

import { createRequire } from 'node:module';
import path from 'node:path';
import util from 'node:util';
import * as l10n from '@vscode/l10n';
import { messageOf } from '../../data/errorMessage.ts';
import type { Tf } from './images.ts';
import { type TensorFlowPackage, type TensorFlowVariant, tensorFlowPackages } from './packages.ts';

export interface LoadedTensorFlow {
  readonly tf: Tf;
  /** For people: `NVIDIA GPU (TensorFlow.js)`. */
  readonly label: string;
}

/** Throws, with the folder and what to do, if the package is another major version, incomplete or broken. */
export async function loadTensorFlow({ variant, folder, version }: TensorFlowPackage): Promise<LoadedTensorFlow> {
  const name = tensorFlowPackages[variant];
  if (!/^4\./.test(version)) {
    throw new Error(
      l10n.t('{0} in {1} is {2}; CNN Lab needs 4.x. Update it there, or install 4.22.0.', name, folder, version),
    );
  }
  supplyIsNullOrUndefined();
  prepareEnvironment();
  try {
    const tf: Tf = createRequire(path.join(folder, 'package.json'))(folder);
    await tf.ready();
    return { tf, label: labelOf(tf, variant) };
  } catch (cause) {
    const [reason = ''] = messageOf(cause).split('\n');
    throw new Error(
      l10n.t('{0} in {1} cannot be loaded: {2} Install it again.', `${name} ${version}`, folder, reason),
      {
        cause,
      },
    );
  }
}

/** Node 23 dropped this function of `node:util`, which @tensorflow/tfjs-node 4.22 calls in most of its ops. */
export function supplyIsNullOrUndefined(into: object = util): void {
  if ('isNullOrUndefined' in into) return;
  Object.assign(into, { isNullOrUndefined: (value: unknown) => value === null || value === undefined });
}

/** Environment variables that libtensorflow reads once, when it is loaded. What the user has set stays. */
function prepareEnvironment(): void {
  // Errors only: it otherwise greets on standard error, and warns of every library that a machine without a GPU lacks.
  process.env.TF_CPP_MIN_LOG_LEVEL ??= '2';
  // By default cuDNN adds in the order in which threads finish; the same run is to give the same weights.
  process.env.TF_DETERMINISTIC_OPS ??= '1';
}

function labelOf(tf: Tf, variant: TensorFlowVariant): string {
  const backend: object = tf.backend();
  if ('isUsingGpuDevice' in backend && backend.isUsingGpuDevice === true) return 'NVIDIA GPU (TensorFlow.js)';
  return variant === 'gpu' ? l10n.t('CPU (TensorFlow.js, which found no GPU)') : 'CPU (TensorFlow.js)';
}
