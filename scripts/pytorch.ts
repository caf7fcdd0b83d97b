/**
 * PyTorch, torchvision and ONNX for Python, which exports are compared with: Debian's packages, installed if possible.
 */
import { spawnSync } from 'node:child_process';
import { apt, findInPath } from './vscode/install.ts';

/** Without `libopenblas0-pthread`, Debian's PyTorch multiplies matrices thirty times slower. */
const packages = ['python3-torch', 'python3-torchvision', 'libopenblas0-pthread', 'python3-onnx'];

export type PyTorch = { readonly python: string } | { readonly missing: string };

/**
 * A Python that has the modules, or the reason why there is none. `PYTHON` names one that is not found automatically.
 */
export function ensurePyTorch(): PyTorch {
  const found = findPython();
  if (found !== null) return { python: found };
  const byHand = `Install them (on Debian: sudo apt-get install ${packages.join(' ')}), or name a Python that has them in PYTHON.`;
  if (process.getuid?.() !== 0 || findInPath('apt-get') === null) {
    return { missing: `There is no Python with torch, torchvision and onnx here. ${byHand}` };
  }
  console.error(`set-up: installing PyTorch (apt-get install ${packages.join(' ')})`);
  apt('update');
  // A test's packages need not survive a power cut, so dpkg need not flush every file.
  apt('install', '--yes', '--no-install-recommends', '--option', 'Dpkg::Options::=--force-unsafe-io', ...packages);
  const installed = findPython();
  if (installed !== null) return { python: installed };
  return { missing: `apt-get could not install torch, torchvision and onnx; its messages are above. ${byHand}` };
}

function findPython(): string | null {
  const named = process.env.PYTHON;
  const candidates = named ? [named] : ['/usr/bin/python3', 'python3'];
  return candidates.find((python) => spawnSync(python, ['-c', 'import onnx, torch, torchvision']).status === 0) ?? null;
}
