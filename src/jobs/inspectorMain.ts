/**
 * The inspector process: computes what the activation viewer shows, at a lower priority than training, and may
 * be ended at any moment. Started by InspectorClient.
 */
import '../language/ofProcess.ts';
import { constants, setPriority } from 'node:os';
import { createBirpc } from 'birpc';
import { ready } from './analyserProtocol.ts';
import type { InspectorClientFunctions, InspectorFunctions } from './inspectorProtocol.ts';
import { InspectorServer } from './inspectorServer.ts';

process.on('disconnect', () => process.exit());

try {
  setPriority(constants.priority.PRIORITY_BELOW_NORMAL);
} catch {
  // Where the system does not allow it, viewer and training share evenly.
}

const server = new InspectorServer({
  progress: (id, done, total) => client.progress.asEvent(id, done, total),
  epochs: (epochs) => client.epochs.asEvent(epochs),
});
const client = createBirpc<InspectorClientFunctions, InspectorFunctions>(
  {
    ask: (id, method, request) => server.ask(id, method, request),
    cancel: (id) => server.cancel(id),
  },
  {
    post: (message) => process.send?.(message),
    on: (listener) => process.on('message', listener),
  },
);
process.send?.(ready);
