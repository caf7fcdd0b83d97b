/** Name and state of the run, and the actions on it. */
import { useEffect, useState } from 'preact/hooks';
import { formatCount } from '../../src/model/format.ts';
import type { RunFacts, RunState } from '../../src/panels/trainingProtocol.ts';
import { Button } from '../controls.tsx';
import { CheckIcon, DotIcon, EyeIcon, PlayIcon, StopIcon, WarningIcon } from '../icons.tsx';
import type { Attempt } from './attempt.ts';
import type { Host } from './host.ts';
import { states, strings } from './strings.ts';

const icons: Readonly<Record<RunState, () => preact.JSX.Element>> = {
  waiting: DotIcon,
  starting: DotIcon,
  running: DotIcon,
  done: CheckIcon,
  interrupted: StopIcon,
  failed: WarningIcon,
  killed: WarningIcon,
};

export function Header(props: {
  readonly facts: RunFacts;
  /** Why the run could not continue. */
  readonly failure: string | null;
  readonly host: Host;
  readonly attempt: Attempt;
}) {
  const { facts, failure, host, attempt } = props;
  const [asked, setAsked] = useState<'stop' | 'resume' | null>(null);
  // The requested state has been reached, or another one has.
  useEffect(() => setAsked(null), [facts.state, failure]);
  const ask = (what: 'stop' | 'resume', action: () => Promise<void>) => {
    setAsked(what);
    void attempt(
      action().catch((error: unknown) => {
        setAsked(null);
        throw error;
      }),
    );
  };
  const { state } = facts;
  const Icon = icons[state];
  const waiting = state === 'waiting';
  const stoppable = waiting || state === 'running' || state === 'starting';
  const stop = waiting ? strings.cancel : strings.stop;
  return (
    <header>
      <h1>{facts.name}</h1>
      <span class={`state ${state}`} role="status">
        <Icon />
        {facts.reading
          ? strings.reading(formatCount(facts.reading.done), formatCount(facts.reading.total))
          : states[state]}
      </span>
      <span class="actions">
        {stoppable && (
          <Button onClick={() => ask('stop', () => host.stop())} disabled={asked === 'stop'}>
            <StopIcon /> {asked === 'stop' ? strings.stopping : stop}
          </Button>
        )}
        {facts.resumable && (
          <Button appearance="primary" onClick={() => ask('resume', () => host.resume())} disabled={asked === 'resume'}>
            <PlayIcon /> {asked === 'resume' ? strings.resuming : strings.resume}
          </Button>
        )}
        {state !== 'waiting' && (
          <Button onClick={() => void attempt(host.openViewer())}>
            <EyeIcon /> {strings.openViewer}
          </Button>
        )}
        {facts.checkpoints.length > 0 && (
          <Button onClick={() => void attempt(host.exportModel())}>{strings.exportModel}</Button>
        )}
        <Button onClick={() => void attempt(host.openModel())}>{strings.openModel}</Button>
      </span>
    </header>
  );
}
