/** The network diagram: asks the host for the model and draws it. */
import { render } from 'preact';
import type { DiagramHostFunctions, DiagramUpdate, DiagramViewFunctions } from '../../src/panels/diagramProtocol.ts';
import { connectHost } from '../channel.ts';
import { store, storedState } from '../settings.ts';
import { App } from './app.tsx';
import '../panel.css';
import './diagram.css';

const found = document.getElementById('root');
if (found === null) {
  throw new Error('the page has no element with the id "root"');
}
const root = found;

let latest: DiagramUpdate | null = null;
let highlighted: ReadonlySet<number> = new Set();
const host = connectHost<DiagramHostFunctions, DiagramViewFunctions>(
  {
    update(update) {
      latest = update;
      // By this the host finds it again when VS Code restores the panel.
      if (storedState().file !== update.file) store('file', update.file);
      draw();
    },
    highlight(nodes) {
      highlighted = new Set(nodes);
      draw();
    },
  },
  // Saving waits for the user to choose a place.
  { timeout: -1 },
);

function draw(): void {
  render(<App update={latest} highlighted={highlighted} host={host} />, root);
}

draw();
void host.open();
