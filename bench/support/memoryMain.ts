/**
 * A process that trains a model on made-up images and tells its memory: `memoryMain.ts MODEL SECONDS`. Prints one JSON
 * object.
 */
import { readFileSync, writeFileSync } from 'node:fs';
import { createOnnxRuntimeEngine } from '../../src/engine/onnxruntime/index.ts';
import { type ProgramMemory, programMemory } from '../../src/tensor/memory.ts';
import { collectGarbage } from '../../src/training/garbage.ts';
import { createOptimizer } from '../../src/training/optimizers/index.ts';
import { packModel } from '../../src/training/packing.ts';
import { trainingProgram } from '../../src/training/step.ts';
import { chosenModels, loadModel } from './models.ts';
import { ourStep } from './ourStep.ts';

export interface MemoryReport extends ProgramMemory {
  readonly steps: number;
  /** Bytes of the process before there is a session, without garbage: the runtime and its library. */
  readonly before: number;
  /** Bytes after a tenth of the steps, and at the end. */
  readonly settled: number;
  readonly last: number;
  /** The most that the process had since then; on other systems than Linux ever. */
  readonly most: number;
  /** Of what it has at the end, and did not have before: pages of files, which are the library's code; Linux. */
  readonly library: number;
}

const [name = '', seconds = '20'] = process.argv.slice(2);
const [model] = chosenModels([name]);
if (model === undefined) throw new Error('Which model?');

const ofFiles = (): number => {
  if (process.platform !== 'linux') return 0;
  return 1024 * Number(/^RssFile:\s+(\d+) kB/m.exec(readFileSync('/proc/self/status', 'utf8'))?.[1]);
};

const loaded = await loadModel(model);
const { spec, training } = loaded;
const [channels = 0, height = 0, width = 0] = spec.nodes[0]!.shape;
const images = {
  shape: [channels, height, width],
  scale: Array<number>(channels).fill(1),
  offset: Array<number>(channels).fill(0),
} as const;
// Loads the library before there is a session.
await import('../../src/engine/onnxruntime/engine.ts');
const optimizer = createOptimizer(training.optimizer);
const program = trainingProgram(spec, training, images, training.batchSize, packModel(spec), optimizer);
const needed = programMemory(program);
collectGarbage();
// The most so far is forgotten.
if (process.platform === 'linux') writeFileSync('/proc/self/clear_refs', '5');
const before = process.memoryUsage.rss();
const filesBefore = ofFiles();
// It makes a first session, which asks for the block size.
const engine = await createOnnxRuntimeEngine();
const ours = await ourStep(engine, loaded);
const started = performance.now();
const samples: number[] = [];
while (samples.length < 10 || performance.now() - started < 1000 * Number(seconds)) {
  await ours.run(1);
  samples.push(process.memoryUsage.rss());
}
const report: MemoryReport = {
  ...needed,
  steps: samples.length,
  before,
  settled: samples[Math.floor(samples.length / 10)]!,
  last: samples.at(-1)!,
  most: 1024 * process.resourceUsage().maxRSS,
  library: ofFiles() - filesBefore,
};
console.log(JSON.stringify(report));
await ours.dispose();
await engine.dispose();
