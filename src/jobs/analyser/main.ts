/**
 * The analyser process: holds the sandbox, analyses one model file at a time, and may be ended at any moment. Started
 * by `AnalyserClient` with the folder of the sandbox's files as its argument. Between analyses, and outside the
 * sandbox, it also looks at the files of a model's data, but only when its supervisor asks: nothing in the sandbox can.
 */
import '../../language/ofProcess.ts';
import { createBirpc } from 'birpc';
import { lookAtData } from '../../data/look.ts';
import { language } from '../../language/ofProcess.ts';
import { analyse } from '../../sandbox/analyse.ts';
import { loadSandbox } from '../../sandbox/loadSandbox.ts';
import { setSyntaxErrorLanguage } from '../../sandbox/syntaxErrorLanguage.ts';
import { weighFor } from '../../training/batchMemory.ts';
import { ready } from '../servedProcess.ts';
import { pack } from './packedAnalysis.ts';
import type { AnalyserFunctions, AnalyserSupervisor } from './protocol.ts';

const [, , folder = import.meta.dirname] = process.argv;

process.on('disconnect', () => process.exit());

setSyntaxErrorLanguage(language, import.meta.dirname);

const sandbox = loadSandbox(folder);
const supervisor = createBirpc<AnalyserSupervisor, AnalyserFunctions>(
  {
    async analyse(request, file, { memory, ...options }) {
      const weigh = memory ? weighFor(memory) : null;
      await analyse(await sandbox, file, { ...options, weigh }, (analysis) => {
        void supervisor.analysed.asEvent(request, pack(analysis));
      });
    },
    look: lookAtData,
  },
  {
    post: (message) => process.send?.(message),
    on: (listener) => process.on('message', listener),
  },
);
sandbox.then(() => process.send?.(ready));
