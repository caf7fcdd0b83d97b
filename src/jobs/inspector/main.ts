/**
 * The inspector process: computes what the activation viewer shows, at a lower priority than training, and may be ended
 * at any moment. Started by `InspectorClient`.
 */
import '../../language/ofProcess.ts';
import { writeFileSync } from 'node:fs';
import { constants, setPriority } from 'node:os';
import { createBirpc } from 'birpc';
import { ready } from '../servedProcess.ts';
import type { InspectorClientFunctions, InspectorFunctions } from './protocol.ts';
import { InspectorServer } from './server.ts';

process.on('disconnect', () => process.exit());

/** By the scheduler's weights, a tenth of a CPU that a training keeps busy. */
const priority = constants.priority.PRIORITY_BELOW_NORMAL;

try {
  setPriority(priority);
  // Linux divides CPU time between sessions by the sessions' own priorities (sched(7), autogroup); this process has a
  // session of its own.
  if (process.platform === 'linux') writeFileSync('/proc/self/autogroup', String(priority));
} catch {
  // If the system does not allow it, viewer and training share evenly.
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
