/** `npm run train [-- FILE …options]`: builds, then trains in the terminal; the example if no file is named. */
import { spawn } from 'node:child_process';
import { join } from 'node:path';
import { build } from './build.ts';
import { root } from './paths.ts';

await build();
const args = process.argv.slice(2);
const file = args.some((argument) => argument.endsWith('.ts')) ? [] : [join('examples', 'lenet5.cnn.ts')];
const child = spawn(process.execPath, [join(root, 'dist', 'cli.cjs'), 'train', ...file, ...args], {
  cwd: root,
  stdio: 'inherit',
});
// Ctrl-C reaches the trainer directly, which then writes a state to resume from.
process.on('SIGINT', () => {});
process.on('SIGTERM', () => child.kill('SIGTERM'));
child.on('exit', (code) => {
  process.exitCode = code ?? 1;
});
