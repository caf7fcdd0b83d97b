/** The extension host's side of the panel, as the view calls it. */
import type { TrainingHostFunctions } from '../../src/panels/trainingProtocol.ts';

export type Host = { readonly [K in keyof TrainingHostFunctions]: TrainingHostFunctions[K] };
