/** Pictures as PNG files. */
import { encode } from 'fast-png';
import { writeFileAtomically } from '../../data/files.ts';
import type { Picture } from './atlas.ts';

export async function writePng(file: string, { width, height, pixels }: Picture): Promise<void> {
  const bytes = encode({ width, height, channels: 4, data: pixels });
  await writeFileAtomically(file, async (handle) => {
    await handle.writeFile(bytes);
  });
}
