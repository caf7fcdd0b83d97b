/** Before there is anything of a run to show: that it is awaited, or why it does not come and what can be done. */
import { useEffect, useState } from 'preact/hooks';
import type { ViewFailure } from '../../src/panels/trainingProtocol.ts';
import { Button, ProgressRing } from '../controls.tsx';
import { PlayIcon } from '../icons.tsx';
import type { Host } from './host.ts';
import { strings } from './strings.ts';

export function Empty({ failure, host }: { readonly failure: ViewFailure | null; readonly host: Host }) {
  const [asked, setAsked] = useState(false);
  useEffect(() => setAsked(false), [failure]);
  const train = () => {
    setAsked(true);
    const settled = () => setAsked(false);
    host.train().then(settled, settled);
  };
  if (failure === null) {
    return (
      <main class="empty" aria-busy>
        <ProgressRing />
        <p>{strings.opening}</p>
      </main>
    );
  }
  return (
    <main class="empty">
      <p role="alert">{failure.message}</p>
      {failure.neverBegan && (
        <Button appearance="primary" onClick={train} disabled={asked}>
          <PlayIcon /> {strings.train}
        </Button>
      )}
    </main>
  );
}
