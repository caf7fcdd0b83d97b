/** The extension host's side of the viewer, as the view calls it. */
import type { ViewerHostFunctions } from '../../src/panels/viewerProtocol.ts';

export type ViewerHost = { readonly [K in keyof ViewerHostFunctions]: ViewerHostFunctions[K] };
