/** `cnn-lab`: check, train, evaluate, export and look inside a model without the editor. */
import * as l10n from '@vscode/l10n';
import '../language/ofProcess.ts';
import { inspect } from 'node:util';
import { Command, CommanderError } from 'commander';
import manifest from '../../package.json' with { type: 'json' };
import { UserError } from '../data/userError.ts';
import { addCheck } from './check.ts';
import { translateCommander } from './commanderTexts.ts';
import { addDevices } from './devices.ts';
import { addEvaluate } from './evaluate.ts';
import { addExport } from './export.ts';
import { addInspect } from './inspect.ts';
import { addInstallTensorFlow } from './installTensorFlow.ts';
import { exitCodes, watchOutput } from './output.ts';
import { addTrain } from './train.ts';

/** In the order in which the help lists them. */
const commands = [addCheck, addTrain, addEvaluate, addInspect, addExport, addDevices, addInstallTensorFlow];

function createProgram(): Command {
  const program = translateCommander(new Command('cnn-lab'))
    .description(l10n.t('Design, train and look inside convolutional neural networks.'))
    .version(manifest.version, '-V, --version', l10n.t('show the version'))
    .exitOverride()
    .showHelpAfterError(l10n.t('(use --help for more information)'));
  for (const add of commands) add(program);
  return program;
}

async function main(): Promise<void> {
  watchOutput();
  try {
    await createProgram().parseAsync();
  } catch (error) {
    // commander has printed its message or the requested help.
    if (error instanceof CommanderError) process.exitCode = error.exitCode;
    else if (error instanceof UserError) {
      process.exitCode = exitCodes.userError;
      console.error(`cnn-lab: ${error.message}`);
    } else {
      process.exitCode = exitCodes.ourFault;
      console.error(l10n.t('{0}\nThis is a bug in CNN Lab. Please report it with the lines above.', inspect(error)));
    }
  }
}

void main();
