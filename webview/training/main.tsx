/** The training panel's page: asks the host for the run and draws what arrives. */
import { render } from 'preact';
import type { TrainingHostFunctions, TrainingViewFunctions } from '../../src/panels/trainingProtocol.ts';
import { connectHost } from '../channel.ts';
import { Asker } from '../inspector/asker.ts';
import { store, storedState } from '../settings.ts';
import { App } from './app.tsx';
import { RunStore } from './runStore.ts';
import '../panel.css';
import './training.css';

const root = document.getElementById('root');
if (root === null) {
  throw new Error('the page has no element with the id "root"');
}

const run = new RunStore();
const host = connectHost<TrainingHostFunctions, TrainingViewFunctions>(
  {
    update(update) {
      try {
        rememberRun(update.facts.folder);
        run.apply(update);
      } catch {
        void host.open();
      }
    },
    expect: () => run.expect(),
    fail: (failure) => run.fail(failure),
    progress: (id, done, total) => asker.progress(id, done, total),
  },
  // No timeout: requests to the inspector wait for its work.
  { timeout: -1 },
);
const asker = new Asker(host);
render(<App run={run} host={host} asker={asker} />, root);
void host.open();

/**
 * The host finds the run by this when VS Code restores the panel. Another run starts at its newest epoch, with no cell
 * open.
 */
function rememberRun(folder: string): void {
  if (storedState().run !== folder) {
    store('run', folder);
    store('epoch', null);
    store('cell', null);
  }
}
