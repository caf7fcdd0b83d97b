/** `cnn-lab`: check, train, evaluate, export and look inside a model without the editor. */
import * as l10n from '@vscode/l10n';
import '../language/ofProcess.ts';
import { inspect } from 'node:util';
import { Command, CommanderError, InvalidArgumentError, Option } from 'commander';
import manifest from '../../package.json' with { type: 'json' };
import { UserError } from '../data/userError.ts';
import { type DeviceChoice, deviceChoices, isDeviceChoice } from '../engine/deviceIds.ts';
import { type ExportFormat, exportFormats, isExportFormat } from '../export/exportModel.ts';
import { type ProjectionMethod, projectionMethods } from '../insight/backwardRules.ts';
import { check } from './check.ts';
import { speakOurWords } from './commanderWords.ts';
import { devices } from './devices.ts';
import { evaluateRun } from './evaluate.ts';
import { exportFrom } from './export.ts';
import { inspectRun } from './inspect.ts';
import { installTensorFlowFor } from './installTensorFlow.ts';
import { type LimitFlags, limitOptions, limitsOf } from './limits.ts';
import { wholeNumber } from './numbers.ts';
import { exitCodes, watchOutput } from './output.ts';
import { train } from './train.ts';

interface TrainFlags extends LimitFlags {
  readonly device?: DeviceChoice;
  readonly epochs?: number;
  readonly maxSteps?: number;
  readonly seed?: number;
  readonly threads?: number;
  readonly checkpointEvery?: number;
  readonly out?: string;
  readonly resume?: string;
  readonly json?: boolean;
}

interface InspectFlags {
  readonly index?: number;
  readonly image?: string;
  readonly epoch?: number;
  readonly projection?: ProjectionMethod;
  readonly out: string;
  readonly json?: boolean;
}

function device(text: string): DeviceChoice {
  if (isDeviceChoice(text)) return text;
  throw new InvalidArgumentError(l10n.t('It must be one of {0}.', deviceChoices.join(', ')));
}

function projection(text: string): ProjectionMethod {
  const method = projectionMethods.find((one) => one === text);
  if (method !== undefined) return method;
  throw new InvalidArgumentError(l10n.t('It must be one of {0}.', projectionMethods.join(', ')));
}

interface ExportFlags extends LimitFlags {
  readonly to: ExportFormat;
  readonly out: string;
  readonly epoch?: number;
  readonly json?: boolean;
}

function exportFormat(text: string): ExportFormat {
  if (isExportFormat(text)) return text;
  throw new InvalidArgumentError(l10n.t('It must be one of {0}.', exportFormats.join(', ')));
}

function createProgram(): Command {
  const program = speakOurWords(new Command('cnn-lab'))
    .description(l10n.t('Design, train and look inside convolutional neural networks.'))
    .version(manifest.version, '-V, --version', l10n.t('show the version'))
    .exitOverride()
    .showHelpAfterError(l10n.t('(--help tells more)'));
  const json = () => new Option('--json', l10n.t('print JSON to standard output'));

  program
    .command('check')
    .description(l10n.t('shapes, parameters, multiply-adds, receptive fields and problems'))
    .argument('<file>', l10n.t('the model file'))
    .addOption(limitOptions.deadline())
    .addOption(limitOptions.memory())
    .addOption(json())
    .action(async (file: string, options: LimitFlags & { json?: boolean }) => {
      process.exitCode = await check(file, { json: options.json === true, limits: limitsOf(options) });
    });

  program
    .command('train')
    .description(l10n.t('train a model into a run folder'))
    .argument('[file]', l10n.t('the model file'))
    .addOption(
      new Option(
        '--device <device>',
        l10n.t('{0}; auto is the fastest that works', deviceChoices.join(' | ')),
      ).argParser(device),
    )
    .option('--epochs <n>', l10n.t("instead of the model file's"), wholeNumber(1))
    .option('--max-steps <n>', l10n.t('end after this many optimizer steps'), wholeNumber(1))
    .option('--seed <n>', l10n.t("instead of the model file's"), wholeNumber(0))
    .option('--threads <n>', l10n.t('CPU threads; another number gives slightly different weights'), wholeNumber(1))
    .option('--checkpoint-every <n>', l10n.t('keep only the weights of every n-th epoch'), wholeNumber(1))
    .addOption(limitOptions.deadline())
    .addOption(limitOptions.memory())
    .option('--out <dir>', l10n.t('the run folder itself, new or empty'))
    .option('--resume <run>', l10n.t('resume an interrupted run exactly'))
    .addOption(new Option('--json', l10n.t('print one event per line to standard output')))
    .action(async (file: string | undefined, options: TrainFlags) => {
      process.exitCode = await train({
        file: file ?? null,
        device: options.device ?? null,
        epochs: options.epochs ?? null,
        maxSteps: options.maxSteps ?? null,
        seed: options.seed ?? null,
        threads: options.threads ?? null,
        checkpointEvery: options.checkpointEvery ?? null,
        limits: limitsOf(options),
        out: options.out ?? null,
        resume: options.resume ?? null,
        json: options.json === true,
      });
    });

  program
    .command('evaluate')
    .description(l10n.t('accuracy, top-5, loss and confusion matrix on the held-out images'))
    .argument('<run>', l10n.t('the run folder'))
    .option('--epoch <n>', l10n.t('the weights of this epoch instead of the last'), wholeNumber(0))
    .addOption(json())
    .action(async (run: string, options: { epoch?: number; json?: boolean }) => {
      process.exitCode = await evaluateRun(run, { epoch: options.epoch ?? null, json: options.json === true });
    });

  program
    .command('inspect')
    .description(l10n.t('what a trained model sees in an image: kernels, maps, projections, Grad-CAM, neighbours'))
    .argument('<run>', l10n.t('the run folder'))
    .option('--index <n>', l10n.t('this held-out image'), wholeNumber(0))
    .option('--image <file>', l10n.t('an image of your own: PNG, JPEG, WebP, BMP or GIF'))
    .option('--epoch <n>', l10n.t('the weights of this epoch instead of the last'), wholeNumber(0))
    .addOption(
      new Option(
        '--projection <method>',
        l10n.t('how maps are projected back to pixels: {0}; the last by default', projectionMethods.join(' | ')),
      ).argParser(projection),
    )
    .requiredOption('--out <dir>', l10n.t('the folder for the pictures, new or empty'))
    .addOption(json())
    .action(async (run: string, options: InspectFlags) => {
      process.exitCode = await inspectRun(run, {
        index: options.index ?? null,
        image: options.image ?? null,
        epoch: options.epoch ?? null,
        method: options.projection ?? 'deconvnet',
        out: options.out,
        json: options.json === true,
      });
    });

  program
    .command('export')
    .description(l10n.t('export a model: ONNX for inference, a PyTorch script, or just the weights'))
    .argument('<source>', l10n.t('a run folder, or a model file with the initial weights of its seed'))
    .addOption(new Option('--to <format>', exportFormats.join(' | ')).argParser(exportFormat).makeOptionMandatory())
    .requiredOption('--out <dir>', l10n.t('a new or empty folder'))
    .option('--epoch <n>', l10n.t('the weights of this epoch of the run instead of the latest'), wholeNumber(0))
    .addOption(limitOptions.deadline())
    .addOption(limitOptions.memory())
    .addOption(json())
    .action(async (source: string, options: ExportFlags) => {
      const { to, out, epoch } = options;
      process.exitCode = await exportFrom(source, {
        to,
        out,
        epoch: epoch ?? null,
        limits: limitsOf(options),
        json: options.json === true,
      });
    });

  program
    .command('devices')
    .description(l10n.t('which devices can train here, and why the others cannot'))
    .addOption(json())
    .action(async (options: { json?: boolean }) => {
      process.exitCode = await devices({ json: options.json === true });
    });

  program
    .command('install-tensorflow')
    .description(l10n.t('TensorFlow for --device tfjs, some 400 MB, into a folder that the editor uses, too'))
    .addOption(new Option('--gpu', l10n.t('even if CUDA 11.2 and cuDNN 8.1 are not found')).conflicts('cpu'))
    .option('--cpu', l10n.t('the one for the processor'))
    .action(async (options: { gpu?: boolean; cpu?: boolean }) => {
      process.exitCode = await installTensorFlowFor(options.cpu ? 'cpu' : options.gpu ? 'gpu' : null);
    });
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
      console.error(l10n.t('{0}\nThis is a fault of CNN Lab. Please report it with the lines above.', inspect(error)));
    }
  }
}

void main();
