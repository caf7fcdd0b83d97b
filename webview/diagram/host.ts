/** The extension host's side of the panel, as the view calls it. */
import type { DiagramHostFunctions } from '../../src/panels/diagramProtocol.ts';

export type Host = { readonly [K in keyof DiagramHostFunctions]: DiagramHostFunctions[K] };
