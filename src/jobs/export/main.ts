/** The process that exports for an editor: `export.cjs REQUEST`, an `ExportRequest` as JSON. */
import '../../language/ofProcess.ts';
import { describeFailure } from '../failure.ts';
import type { ExportAnswer } from './client.ts';
import { type ExportRequest, exportSource } from './exportSource.ts';

const stop = new AbortController();
// Any message, or the end of the channel, means that the export is cancelled.
process.on('message', () => stop.abort());
process.on('disconnect', () => stop.abort());

const tell = (answer: ExportAnswer, sent: () => void = () => undefined) => process.send?.(answer, sent);

async function main(): Promise<void> {
  const request: ExportRequest = JSON.parse(process.argv[2] ?? '');
  let told = 0;
  const onProgress = (done: number, total: number) => {
    if (done < total && performance.now() - told < pace) return;
    told = performance.now();
    tell({ kind: 'read', done, total });
  };
  const answer = await exportSource(request, { signal: stop.signal, onProgress }).then(
    (exported): ExportAnswer => ({ kind: 'done', exported }),
    (error: unknown): ExportAnswer => ({ kind: 'failed', message: describeFailure(error).message }),
  );
  if (process.connected) tell(answer, () => process.exit());
  else process.exit();
}

/** Milliseconds between messages about reading. */
const pace = 200;

void main();
