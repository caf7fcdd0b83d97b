/** The activation viewer's page: asks the host for its subject and draws it. */
import { render } from 'preact';
import type { ViewerFacts, ViewerHostFunctions, ViewerViewFunctions } from '../../src/panels/viewerProtocol.ts';
import { connectHost } from '../channel.ts';
import { Clipboard } from '../copy.tsx';
import { Asker } from '../inspector/asker.ts';
import { store, storedState } from '../settings.ts';
import { App, Opening } from './app.tsx';
import '../panel.css';
import './viewer.css';
import './image/image.css';
import './prediction/prediction.css';
import './strip/strip.css';
import './detail/detail.css';
import './curves.css';
import './keyHelp.css';
import './embedding/embedding.css';

const found = document.getElementById('root');
if (found === null) {
  throw new Error('the page has no element with the id "root"');
}
const root = found;

let facts: ViewerFacts | null = null;
const host = connectHost<ViewerHostFunctions, ViewerViewFunctions>(
  {
    progress: (id, done, total) => asker.progress(id, done, total),
    epochs: (epochs) => {
      if (facts !== null) show({ ...facts, epochs });
    },
    show: (image) => {
      if (facts !== null) show({ ...facts, image });
    },
  },
  // No timeout: a request waits for its work, and is cancelled when nobody needs it any more.
  { timeout: -1 },
);
const asker = new Asker(host);

function show(next: ViewerFacts): void {
  facts = next;
  render(
    <Clipboard.Provider value={host}>
      <App facts={next} asker={asker} host={host} />
    </Clipboard.Provider>,
    root,
  );
}

async function open(): Promise<void> {
  const tell = (problem: string | null) => render(<Opening problem={problem} onRetry={() => void open()} />, root);
  tell(null);
  const reply = await host.open();
  if (reply.kind !== 'done') {
    tell(reply.kind === 'refused' ? reply.message : null);
    return;
  }
  // The host finds the subject by this when VS Code restores the panel.
  if (JSON.stringify(storedState().viewed) !== JSON.stringify(reply.value.viewed)) store('viewed', reply.value.viewed);
  show(reply.value);
}

void open();
