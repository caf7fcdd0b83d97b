/** `npm run media`: retakes the pictures of the README and the walkthrough, using the walks that train to the end. */
import { spawnSync } from 'node:child_process';
import { cp } from 'node:fs/promises';
import { join } from 'node:path';
import { out, root } from './paths.ts';

const tests = [join(root, 'scripts', 'test.ts'), 'build', 'walks', 'readme'];
const env = { ...process.env, CNN_LAB_MEDIA: '1' };
const { status } = spawnSync(process.execPath, tests, { cwd: root, stdio: 'inherit', env });
const pictures = { 'readme.png': 'training.png', 'readme-viewer.png': 'viewer.png', walkthrough: 'walkthrough' };
if (status === 0) {
  for (const [from, to] of Object.entries(pictures)) {
    await cp(join(out, 'screenshots', from), join(root, 'media', to), { recursive: true });
  }
}
process.exitCode = status ?? 1;
