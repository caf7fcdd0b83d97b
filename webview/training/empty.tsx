/**
 * The panel before there is anything to show of a run: that it is awaited, or why it does not come and what can be
 * done.
 */
import { useEffect, useState } from 'preact/hooks';
import type { ViewFailure } from '../../src/panels/trainingProtocol.ts';
import { Button, ProgressRing } from '../controls.tsx';
import { PlayIcon, StopIcon } from '../icons.tsx';
import type { Attempt } from './attempt.ts';
import type { Host } from './host.ts';
import { strings } from './strings.ts';

export function Empty(props: {
  readonly failure: ViewFailure | null;
  /** The run has not started yet, and can be withdrawn. */
  readonly expected: boolean;
  /** Why an action was refused. */
  readonly refusal: string | null;
  readonly host: Host;
  readonly attempt: Attempt;
}) {
  const { failure, expected, refusal, host, attempt } = props;
  const [asked, setAsked] = useState(false);
  useEffect(() => setAsked(false), [failure]);
  const ask = (action: () => Promise<void>) => {
    setAsked(true);
    void attempt(action()).then(() => setAsked(false));
  };
  if (failure === null) {
    return (
      <main class="empty" aria-busy>
        <ProgressRing />
        <p>{strings.opening}</p>
        {refusal !== null && <p role="alert">{refusal}</p>}
        {expected && (
          <Button onClick={() => ask(() => host.stop())} disabled={asked}>
            <StopIcon /> {strings.cancel}
          </Button>
        )}
      </main>
    );
  }
  return (
    <main class="empty">
      <p role="alert">{failure.message}</p>
      {refusal !== null && <p role="alert">{refusal}</p>}
      {failure.neverBegan && (
        <Button appearance="primary" onClick={() => ask(() => host.train())} disabled={asked}>
          <PlayIcon /> {strings.train}
        </Button>
      )}
    </main>
  );
}
