/** PyTorch, which exports and speed are compared with, torchvision and ONNX: Debian's packages, installed if possible. */
import { spawnSync } from 'node:child_process';
import { apt, findInPath } from './vscode/install.ts';

/** Of each Python module. Without `libopenblas0-pthread`, Debian's PyTorch multiplies matrices thirty times slower. */
const packagesOf = {
  torch: ['python3-torch', 'libopenblas0-pthread'],
  torchvision: ['python3-torchvision'],
  onnx: ['python3-onnx'],
} as const;

type Module = keyof typeof packagesOf;

export type PyTorch = { readonly python: string } | { readonly missing: string };

/**
 * A Python that has the modules, or the reason why there is none. `PYTHON` names one that is not found automatically.
 */
export function ensurePyTorch(modules: readonly Module[] = ['torch', 'torchvision', 'onnx']): PyTorch {
  const found = findPython(modules);
  if (found !== null) return { python: found };
  const packages = modules.flatMap((name) => packagesOf[name]);
  const names = modules.join(', ');
  const byHand = `Install them (on Debian: sudo apt-get install ${packages.join(' ')}), or name a Python that has them in PYTHON.`;
  if (process.getuid?.() !== 0 || findInPath('apt-get') === null) {
    return { missing: `There is no Python with ${names} here. ${byHand}` };
  }
  console.error(`set-up: installing PyTorch (apt-get install ${packages.join(' ')})`);
  apt('update');
  // What tests and benchmarks need need not survive a power cut, so dpkg need not flush every file.
  apt('install', '--yes', '--no-install-recommends', '--option', 'Dpkg::Options::=--force-unsafe-io', ...packages);
  const installed = findPython(modules);
  if (installed !== null) return { python: installed };
  return { missing: `apt-get could not install ${names}; its messages are above. ${byHand}` };
}

function findPython(modules: readonly Module[]): string | null {
  const named = process.env.PYTHON;
  const candidates = named ? [named] : ['/usr/bin/python3', 'python3'];
  const has = (python: string) => spawnSync(python, ['-c', `import ${modules.join(', ')}`]).status === 0;
  return candidates.find(has) ?? null;
}
