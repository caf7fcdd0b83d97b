/** What went wrong, in words, with what to do about it. */
import { useEffect, useRef } from 'preact/hooks';
import type { RunFacts } from '../../src/panels/trainingProtocol.ts';
import { Button } from '../controls.tsx';
import { WarningIcon } from '../icons.tsx';
import type { Attempt } from './attempt.ts';
import type { Host } from './host.ts';
import { strings } from './strings.ts';

export function Problem(props: {
  readonly facts: RunFacts;
  /** Why an action was refused. */
  readonly refusal: string | null;
  readonly host: Host;
  readonly attempt: Attempt;
}) {
  const { facts, refusal, host, attempt } = props;
  const section = useRef<HTMLElement>(null);
  // What was refused may have been asked for far below.
  useEffect(() => {
    if (refusal !== null) section.current?.scrollIntoView({ block: 'nearest' });
  }, [refusal]);
  const broken = facts.state === 'failed' || facts.state === 'killed';
  if (!broken && refusal === null && facts.deviceWarning === null) {
    return null;
  }
  const message = facts.message ?? (facts.state === 'killed' ? strings.killed : strings.failed);
  return (
    <section class="problem" role="alert" ref={section}>
      <WarningIcon />
      <div>
        {broken && <p class="message">{message}</p>}
        {broken && facts.resumable && <p>{strings.resumable}</p>}
        {refusal !== null && <p class="message">{refusal}</p>}
        {facts.deviceWarning !== null && <p>{facts.deviceWarning}</p>}
      </div>
      {broken && <Button onClick={() => void attempt(host.openLog())}>{strings.openLog}</Button>}
    </section>
  );
}
