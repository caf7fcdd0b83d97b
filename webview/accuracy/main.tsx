/** Accuracy against operations: asks the host for networks and runs, and draws them. */
import { render } from 'preact';
import type { AccuracyFacts, AccuracyHostFunctions, AccuracyViewFunctions } from '../../src/panels/accuracyProtocol.ts';
import { connectHost } from '../channel.ts';
import { Clipboard } from '../copy.tsx';
import { App } from './app.tsx';
import '../panel.css';
import './accuracy.css';

const found = document.getElementById('root');
if (found === null) {
  throw new Error('the page has no element with the id "root"');
}
const root = found;

const host = connectHost<AccuracyHostFunctions, AccuracyViewFunctions>({ update: draw }, { timeout: -1 });

function draw(facts: AccuracyFacts | null): void {
  render(
    <Clipboard.Provider value={host}>
      <App facts={facts} host={host} />
    </Clipboard.Provider>,
    root,
  );
}

draw(null);
void host.open();
