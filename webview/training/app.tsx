/** The training panel: header and figures above; charts, kernels and confusion matrix in a grid below. */
import { useEffect, useState } from 'preact/hooks';
import { messageOf } from '../../src/data/errorMessage.ts';
import type { Asker } from '../inspector/asker.ts';
import { isNumber, store, storedState } from '../settings.ts';
import type { Attempt } from './attempt.ts';
import { Confusion } from './confusion.tsx';
import { Empty } from './empty.tsx';
import { EpochCharts } from './epochCharts.tsx';
import { Figures } from './figures.tsx';
import { Header } from './header.tsx';
import type { Host } from './host.ts';
import { Kernels } from './kernels.tsx';
import { Problem } from './problem.tsx';
import { type RunStore, useRun } from './runStore.ts';
import { StepChart } from './stepChart.tsx';

export function App(props: { readonly run: RunStore; readonly host: Host; readonly asker: Asker }) {
  const { run, host, asker } = props;
  useRun(run);
  const { facts } = run;
  const [refusal, setRefusal] = useState<string | null>(null);
  useScrollPosition(facts !== null);

  const attempt: Attempt = (action) => {
    setRefusal(null);
    return action.catch((error: unknown) => setRefusal(messageOf(error)));
  };
  if (facts === null) {
    return <Empty failure={run.failure} expected={run.expected} refusal={refusal} host={host} attempt={attempt} />;
  }
  const failure = run.failure?.message ?? null;
  return (
    <main>
      <Header facts={facts} failure={failure} host={host} attempt={attempt} />
      <Problem facts={facts} refusal={refusal ?? failure} host={host} attempt={attempt} />
      <Figures facts={facts} run={run} host={host} attempt={attempt} />
      <div class="sections">
        <StepChart facts={facts} run={run} />
        <EpochCharts facts={facts} epochs={run.epochs} />
        <Kernels facts={facts} host={host} />
        <Confusion facts={facts} evaluation={run.evaluation} host={host} asker={asker} attempt={attempt} />
      </div>
    </main>
  );
}

/** Scrolls back to where the view was before it was hidden or reloaded, once there is something to scroll. */
function useScrollPosition(ready: boolean): void {
  useEffect(() => {
    if (!ready) {
      return;
    }
    const { scroll } = storedState();
    if (isNumber(scroll)) {
      window.scrollTo(0, scroll);
    }
    const remember = () => store('scroll', window.scrollY);
    window.addEventListener('scrollend', remember);
    return () => window.removeEventListener('scrollend', remember);
  }, [ready]);
}
