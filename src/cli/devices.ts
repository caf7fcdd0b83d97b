import * as l10n from '@vscode/l10n';
import type { Command } from 'commander';
import type { DeviceReport } from '../engine/deviceIds.ts';
import { listDevices } from '../engine/devices.ts';
import { exitCodes, formatTable, jsonOption, printJson } from './output.ts';

interface DevicesFlags {
  readonly json?: boolean;
}

export function addDevices(program: Command): void {
  program
    .command('devices')
    .description(l10n.t('which devices can train here, and why the others cannot'))
    .addOption(jsonOption())
    .action(async (flags: DevicesFlags) => {
      process.exitCode = await devices(flags);
    });
}

async function devices({ json }: DevicesFlags): Promise<number> {
  const found = await listDevices(process.cwd());
  if (json) printJson(found);
  else {
    const state = ({ reason, note }: DeviceReport) =>
      reason ?? (note === undefined ? l10n.t('ready') : l10n.t('ready. {0}', note));
    console.log(formatTable(found.map((report) => [report.id, report.label, state(report)])));
  }
  return exitCodes.done;
}
