/** `npm run media`: takes the README's picture anew, by the walk that trains a model to its end. */
import { spawnSync } from 'node:child_process';
import { cp } from 'node:fs/promises';
import { join } from 'node:path';
import { out, root } from './paths.ts';

const tests = [join(root, 'scripts', 'test.ts'), 'build', 'walks', 'readme'];
const { status } = spawnSync(process.execPath, tests, { cwd: root, stdio: 'inherit' });
if (status === 0) await cp(join(out, 'screenshots', 'readme.png'), join(root, 'media', 'training.png'));
process.exitCode = status ?? 1;
