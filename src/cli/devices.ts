import * as l10n from '@vscode/l10n';
import { listDevices } from '../engine/devices.ts';
import { exitCodes, formatTable, printJson } from './output.ts';

export async function devices({ json }: { readonly json: boolean }): Promise<number> {
  const found = await listDevices(process.cwd());
  if (json) printJson(found);
  else console.log(formatTable(found.map(({ id, label, reason }) => [id, label, reason ?? l10n.t('ready')])));
  return exitCodes.done;
}
