/** A hook for the inspector's answer to a request that depends on what is chosen. */
import { useEffect, useState } from 'preact/hooks';
import { messageOf } from '../../src/data/errorMessage.ts';
import type { InspectorRequests } from '../../src/jobs/inspector/protocol.ts';
import type { RelayedMethod } from '../../src/panels/relayProtocol.ts';
import type { Asker } from './asker.ts';

export interface Answer<T> {
  /** The answer to the current request, else to an earlier one; `null` if there is none yet. */
  readonly value: T | null;
  /** Whether `value` answers the current request. */
  readonly isCurrent: boolean;
  /** Share of the work done, if the inspector reports it; `null` before, and without a request. */
  readonly progress: number | null;
  /** Why there is no answer to the current request. */
  readonly problem: string | null;
}

interface State<K extends RelayedMethod> {
  readonly request: InspectorRequests[K]['request'] | null;
  readonly value: InspectorRequests[K]['reply'] | null;
  readonly problem: string | null;
}

/**
 * Asks whenever `request` is a different object, so make it with `useMemo`; `null` asks for nothing. Earlier requests
 * in progress are cancelled.
 */
export function useAnswer<K extends RelayedMethod>(
  asker: Asker,
  method: K,
  request: InspectorRequests[K]['request'] | null,
): Answer<InspectorRequests[K]['reply']> {
  const [state, setState] = useState<State<K>>({ request: null, value: null, problem: null });
  const [progress, setProgress] = useState<number | null>(null);

  useEffect(() => {
    if (request === null) return;
    let over = false;
    const asked = asker.ask(method, request, (done, total) => {
      if (!over && total > 0) setProgress(done / total);
    });
    const refuse = (problem: string) => setState({ request, value: null, problem });
    asked.reply
      .then(
        (reply) => {
          if (over) return;
          if (reply.kind === 'done') setState({ request, value: reply.value, problem: null });
          if (reply.kind === 'refused') refuse(reply.message);
        },
        (error: unknown) => {
          if (!over) refuse(messageOf(error));
        },
      )
      .finally(() => {
        if (!over) setProgress(null);
      });
    return () => {
      over = true;
      setProgress(null);
      asked.cancel();
    };
  }, [asker, method, request]);

  const isCurrent = state.request === request;
  return { value: state.value, isCurrent, progress, problem: isCurrent ? state.problem : null };
}
