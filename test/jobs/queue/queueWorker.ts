/** Run as a process of its own: a window that adds jobs and starts what it may. Arguments: folder, name, jobs. */
import { appendFileSync } from 'node:fs';
import path from 'node:path';
import { JobQueue } from '../../../src/jobs/queue/queue.ts';

const [folder = '', name = '', count = '0'] = process.argv.slice(2);
const queue = new JobQueue(folder);
for (let index = 0; index < Number(count); index++) {
  const run = `${name}-${index}`;
  await queue.add({ name, modelFile: '/m.cnn.ts', root: '/', run, resume: false, device: 'cpu', threads: null });
  await queue.proceed(
    2,
    async () => true,
    async (job) => {
      appendFileSync(path.join(folder, 'started.txt'), `${job.run}\n`);
      return process.pid;
    },
  );
}
