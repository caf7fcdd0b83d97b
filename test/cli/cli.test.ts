/** The command line as shipped: `dist/cli.cjs`, in processes of its own. */
import assert from 'node:assert/strict';
import { type ChildProcess, spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import { mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { decode, encode } from 'fast-png';
import { type DeviceReport, deviceIds } from '../../src/engine/deviceIds.ts';
import type { TrainingEvent } from '../../src/training/events.ts';
import { runLayout } from '../../src/training/layout.ts';
import { readRun } from '../../src/training/runReader.ts';
import { readSafetensors } from '../../src/training/safetensors.ts';
import { useDataFolder, writeFakeTensorFlow } from '../engine/tfjs/fakeTensorFlow.ts';
import { tinyModelSource, writeTinyData } from '../training/tinyData.ts';

const root = path.resolve(import.meta.dirname, '../..');
const cli = path.join(root, 'dist', 'cli.cjs');

interface Result {
  readonly code: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

describe('command line', function () {
  // Each test starts several processes.
  this.timeout(60_000);
  let folder: string;
  let model: string;
  let longFile: string;
  let restore: () => void;
  before(async () => {
    folder = await mkdtemp(path.join(tmpdir(), 'cnn-lab-'));
    model = path.join(folder, 'corners.cnn.ts');
    await writeTinyData(folder);
    await writeFile(model, tinyModelSource());
    longFile = path.join(folder, 'long.cnn.ts');
    await writeFile(longFile, ' '.repeat(1_000_001));
    // What is installed on this machine is not what is tested.
    restore = useDataFolder(folder);
  });
  after(async () => {
    restore();
    await rm(folder, { recursive: true });
  });

  function run(args: readonly string[], onOutput?: (text: string, child: ChildProcess) => void): Promise<Result> {
    const child = spawn(process.execPath, [cli, ...args], { cwd: folder, stdio: ['ignore', 'pipe', 'pipe'] });
    let [stdout, stderr] = ['', ''];
    child.stdout.on('data', (text) => {
      stdout += text;
      onOutput?.(stdout, child);
    });
    child.stderr.on('data', (text) => {
      stderr += text;
    });
    return new Promise((resolve) => child.on('close', (code) => resolve({ code, stdout, stderr })));
  }

  const eventsOf = (stdout: string): TrainingEvent[] =>
    stdout
      .trim()
      .split('\n')
      .map((line) => JSON.parse(line));

  it('checks a model: the numbers of LeNet-5', async () => {
    const { code, stdout, stderr } = await run(['check', path.join(root, 'examples/lenet5.cnn.ts'), '--json']);
    assert.equal(code, 0, stderr);
    const { name, input, layers, totals, diagnostics } = JSON.parse(stdout);
    assert.deepEqual([name, input, diagnostics], ['LeNet-5', [1, 28, 28], []]);
    assert.deepEqual([totals.params, totals.macs], [61_706, 416_520]);
    const { file: _, ...second } = layers[3];
    assert.deepEqual(second, {
      name: 'conv2d_2',
      kind: 'conv2d',
      output: [16, 10, 10],
      params: 2416,
      macs: 240_000,
      receptiveField: [14, 14],
      line: 14,
      column: 5,
      callers: [],
    });
    assert.match((await run(['check', model])).stdout, /conv2d_1 +4×8×8 +40/);
  });

  it('checks a model against the files of its data', async () => {
    const net = path.join(folder, 'photos.cnn.ts');
    const text = [
      "import { dense, flatten, imageFolder, model } from 'cnn-lab';",
      'export default model({',
      '  input: [3, 4, 4],',
      '  layers: [flatten(), dense(3)],',
      "  data: imageFolder('photos', { size: 4 }),",
      '});',
    ];
    await writeFile(net, text.join('\n'));
    const checked = async () => {
      const { code, stdout } = await run(['check', net, '--json']);
      const found = JSON.parse(stdout).diagnostics;
      return { exit: code, found: found.map((one: Record<string, unknown>) => [one.severity, one.code, one.line]) };
    };
    assert.deepEqual(await checked(), { exit: 0, found: [['warning', 'data-missing', 5]] });
    const { stderr } = await run(['check', net]);
    assert.match(stderr, /photos\.cnn\.ts:5:21: warning: Cannot read .*photos: there is no such folder\. Data paths/);
    for (const file of ['cat/0.png', 'cat/1.png', 'dog/0.png', 'dog/1.png']) {
      await mkdir(path.join(folder, 'photos', path.dirname(file)), { recursive: true });
      await writeFile(path.join(folder, 'photos', file), '');
    }
    assert.deepEqual(await checked(), { exit: 0, found: [['warning', 'too-many-classes', 4]] });
    await writeFile(net, text.join('\n').replace("'photos'", "'photos/cat'"));
    assert.deepEqual(await checked(), { exit: 1, found: [['error', 'data-unusable', 5]] });
  });

  it('checks a wrong model: exit code 1, and the place', async () => {
    const wrong = path.join(folder, 'wrong.cnn.ts');
    await writeFile(wrong, tinyModelSource().replace('conv2d(4, 3', 'conv2d(4, 13'));
    const people = await run(['check', wrong]);
    assert.equal(people.code, 1);
    assert.match(people.stderr, /wrong\.cnn\.ts:7:15: error: .*13/);
    const { code, stdout } = await run(['check', wrong, '--json']);
    assert.equal(code, 1);
    const [diagnostic] = JSON.parse(stdout).diagnostics;
    assert.deepEqual([diagnostic.severity, diagnostic.line, diagnostic.column], ['error', 7, 15]);
    const { code: trained, stderr } = await run(['train', wrong]);
    assert.equal(trained, 1);
    assert.match(stderr, /wrong\.cnn\.ts:7:15: error: .*13/);
  });

  it('exports a model file, and a run by epoch; what cannot be is exit code 1 and says why', async () => {
    const out = (name: string) => path.join(folder, 'exports', name);
    const untrained = await run(['export', model, '--to', 'onnx', '--out', out('onnx'), '--json']);
    assert.equal(untrained.code, 0, untrained.stderr);
    assert.deepEqual(JSON.parse(untrained.stdout), {
      format: 'onnx',
      out: out('onnx'),
      weights: 'untrained, from seed 3',
      files: [path.join(out('onnx'), 'model.onnx')],
    });
    const trained = path.join(folder, 'to-export');
    assert.equal((await run(['train', model, '--epochs', '1', '--out', trained])).code, 0);
    const weights = async (...epoch: string[]) => {
      const name = epoch.join('') || 'latest';
      const { code, stderr } = await run(['export', trained, '--to', 'safetensors', '--out', out(name), ...epoch]);
      assert.equal(code, 0, stderr);
      return (await readSafetensors(path.join(out(name), 'model.safetensors'))).tensors;
    };
    const checkpoint = async (epoch: number) =>
      (await readSafetensors(path.join(trained, runLayout.checkpoint(epoch)))).tensors;
    assert.deepEqual(await weights(), await checkpoint(1));
    assert.deepEqual(await weights('--epoch', '0'), await checkpoint(0));
    for (const [args, message] of [
      [[trained, '--to', 'pytorch', '--out', out('onnx')], /onnx is not empty: it contains model\.onnx/],
      [
        [trained, '--to', 'pytorch', '--out', out('p'), '--epoch', '7'],
        /no weights of epoch 7; it has those of 0, 1\./,
      ],
      [[model, '--to', 'pytorch', '--out', out('p'), '--epoch', '1'], /--epoch selects weights of a run/],
      [[trained, '--to', 'caffe', '--out', out('p')], /must be one of onnx, pytorch, safetensors/],
      [[path.join(folder, 'nothing'), '--to', 'onnx', '--out', out('p')], /no run folder or model file .*nothing/],
      [[folder, '--to', 'onnx', '--out', out('p')], /is not a run folder/],
    ] as const) {
      const { code, stderr } = await run(['export', ...args]);
      assert.equal(code, 1, stderr);
      assert.match(stderr, message);
    }
  });

  it('gives a model file as much time and memory as the flags say, and names them where it is too little', async () => {
    const loop = path.join(folder, 'loop.cnn.ts');
    await writeFile(loop, 'for (;;) {}\nexport default 1;\n');
    const full = path.join(folder, 'full.cnn.ts');
    await writeFile(full, 'const a = [];\nfor (;;) a.push(new Array(1000).fill(1));\nexport default 1;\n');
    for (const command of ['check', 'train']) {
      const late = await run([command, loop, '--deadline', '0.25']);
      assert.equal(late.code, 1);
      assert.match(late.stderr, /running after 0\.25 s .*cnnLab\.analysis\.deadline.*--deadline SECONDS/);
      const filled = await run([command, full, '--memory', '40', '--deadline', '20']);
      assert.equal(filled.code, 1);
      assert.match(filled.stderr, /memory limit of 40 MB.*cnnLab\.analysis\.memoryLimit.*--memory MB/);
    }
  });

  it('trains: events on standard output, words on standard error', async () => {
    const out = path.join(folder, 'trained');
    const { code, stdout, stderr } = await run([
      'train',
      model,
      '--out',
      out,
      '--json',
      '--epochs',
      '2',
      '--seed',
      '9',
    ]);
    assert.equal(code, 0, stderr);
    const events = eventsOf(stdout);
    assert.deepEqual(
      events.map(({ event }) => event).filter((event) => event !== 'step'),
      ['start', 'checkpoint', 'epoch', 'checkpoint', 'epoch', 'checkpoint', 'end'],
    );
    assert.equal(events.filter(({ event }) => event === 'step').length, 12);
    const [start] = events;
    const end = events.at(-1);
    assert.ok(start?.event === 'start' && end?.event === 'end');
    assert.deepEqual([start.run, start.device, start.seed, start.epochs], [out, 'cpu', 9, 2]);
    assert.deepEqual([end.run, end.device, end.reason, end.steps], [out, 'cpu', 'done', 12]);
    assert.match(stderr, /epoch 2\/2: loss .* validation loss .* accuracy \d/);
    assert.ok(stderr.includes(`Run folder: ${out}`));
    assert.ok(!stderr.includes('\x1b'), 'no terminal, no escape sequences');

    const evaluated = await run(['evaluate', out, '--json']);
    assert.equal(evaluated.code, 0, evaluated.stderr);
    const { accuracy, loss, top5Accuracy, confusion } = JSON.parse(evaluated.stdout);
    assert.deepEqual([accuracy, loss, top5Accuracy], [end.validationAccuracy, end.validationLoss, 1]);
    assert.equal(confusion.flat().length, 16);
    assert.match((await run(['evaluate', out])).stdout, /of 40 images right, loss /);
  });

  it('interrupts with 130 and resumes to the very same weights', async () => {
    const [whole, parts] = [path.join(folder, 'whole'), path.join(folder, 'parts')];
    const long = ['train', model, '--epochs', '10000', '--threads', '1', '--json'];
    let sent = false;
    const interrupted = await run([...long, '--out', parts], (text, child) => {
      if (sent || !text.includes('"step":9,')) return;
      sent = true;
      child.kill('SIGINT');
    });
    assert.equal(interrupted.code, 130, interrupted.stderr);
    const end = eventsOf(interrupted.stdout).at(-1);
    assert.ok(end?.event === 'end' && end.reason === 'interrupted');
    assert.equal((await readRun(parts)).status.state, 'interrupted');
    assert.ok(interrupted.stderr.includes('--resume'));
    const until = ['--max-steps', String(end.steps + 20)];
    assert.equal((await run(['train', '--resume', parts, ...until])).code, 0);
    assert.equal((await run([...long, '--out', whole, ...until])).code, 0);
    const stateOf = async (folder: string) => (await readSafetensors(path.join(folder, runLayout.state))).tensors;
    assert.deepEqual(await stateOf(parts), await stateOf(whole));
    assert.equal((await readRun(parts)).status.state, 'done');
  });

  // Windows has no such signals: it ends a process at once, or closes its console.
  const posix = process.platform === 'win32' ? it.skip : it;
  const endings: readonly (readonly [what: string, end: (child: ChildProcess) => void])[] = [
    ['SIGTERM', (child) => child.kill('SIGTERM')],
    ['SIGHUP, with nobody to read any more', hangUp],
    ['a reader that has seen enough', (child) => child.stdout?.destroy()],
  ];
  for (const [index, [what, end]] of endings.entries()) {
    posix(`stops at ${what}, so that the run can be resumed`, async () => {
      const out = path.join(folder, `ended-${index}`);
      let ended = false;
      const { code } = await run(['train', model, '--epochs', '10000', '--json', '--out', out], (text, child) => {
        if (ended || !text.includes('"step":3,')) return;
        ended = true;
        end(child);
      });
      assert.equal(code, 130);
      assert.equal((await readRun(out)).status.state, 'interrupted');
      assert.ok((await readSafetensors(path.join(out, runLayout.state))).tensors['dense_1.weight']);
    });
  }

  /** What closing a terminal does to all that runs in it. */
  function hangUp(child: ChildProcess): void {
    child.stdout?.destroy();
    child.stderr?.destroy();
    child.kill('SIGHUP');
    setTimeout(() => child.kill('SIGHUP'), 1);
  }

  it('goes on with a run with its own number of threads only, whatever the flags say', async () => {
    const out = path.join(folder, 'recorded');
    const begun = await run(['train', model, '--threads', '1', '--max-steps', '2', '--out', out]);
    assert.equal(begun.code, 0, begun.stderr);
    const other = await run(['train', '--resume', out, '--threads', '2']);
    assert.equal(other.code, 1);
    assert.match(other.stderr, /started with --threads 1 \(CPU, 1 thread\).*Remove --threads 2/);
    assert.equal((await readRun(out)).status.state, 'done');
    const same = await run(['train', '--resume', out, '--device', 'cpu', '--threads', '1', '--max-steps', '4']);
    assert.equal(same.code, 0, same.stderr);
    assert.match(same.stderr, /after 4 steps/);
  });

  it('lists every device, its state, and why one cannot be used', async () => {
    const { code, stdout } = await run(['devices', '--json']);
    assert.equal(code, 0);
    const devices: DeviceReport[] = JSON.parse(stdout);
    assert.deepEqual(
      devices.map(({ id }) => id),
      deviceIds,
    );
    for (const { id, available, label, reason } of devices) {
      assert.equal(available, reason === null, id);
      assert.ok(label.length > 0 && reason !== '', id);
    }
    assert.equal(devices[0]?.available, true);
    assert.match(devices.at(-1)?.reason ?? '', /TensorFlow is not installed\. Run .* cnn-lab install-tensorflow/);
    const people = await run(['devices']);
    assert.match(people.stdout, /^cpu +CPU, \d+ threads? +ready$/m);
    assert.match(people.stdout, /^tfjs +NVIDIA GPU \(TensorFlow\.js\) +TensorFlow is not installed/m);
  });

  it('trains and resumes on TensorFlow where the project has it, as on the CPU', async () => {
    const project = path.join(folder, 'project');
    const file = path.join(project, 'corners.cnn.ts');
    await writeFakeTensorFlow(project, 'cpu');
    await writeTinyData(project);
    await writeFile(file, tinyModelSource());
    const losses = async (args: readonly string[]) => {
      const { code, stdout, stderr } = await run(['train', ...args, '--json']);
      assert.equal(code, 0, stderr);
      const events = eventsOf(stdout);
      const [start] = events;
      assert.ok(start?.event === 'start');
      return { device: start.device, losses: events.flatMap((one) => (one.event === 'step' ? [one.loss] : [])) };
    };
    const out = path.join(project, 'run');
    const onTensorFlow = await losses([file, '--device', 'tfjs', '--max-steps', '5', '--out', out]);
    const resumed = await losses(['--resume', out, '--max-steps', '8']);
    const onCpu = await losses([file, '--device', 'cpu', '--max-steps', '8', '--out', path.join(project, 'cpu')]);
    assert.deepEqual([onTensorFlow.device, resumed.device, onCpu.device], ['tfjs', 'tfjs', 'cpu']);
    const all = [...onTensorFlow.losses, ...resumed.losses];
    assert.equal(all.length, 8);
    for (const [step, loss] of all.entries()) {
      assert.ok(Math.abs(loss - onCpu.losses[step]!) < 1e-5, `step ${step + 1}: ${loss}, not ${onCpu.losses[step]}`);
    }
  });

  const wrongUses: readonly (readonly [what: string, args: () => readonly string[], message: RegExp])[] = [
    ['an unknown command', () => ['trian', model], /Did you mean train\?/],
    ['an unknown option', () => ['train', model, '--epoch', '3'], /Did you mean --epochs\?/],
    ['a number that is none', () => ['train', model, '--epochs', '1.5'], /whole number of at least 1/],
    ['a time that is none', () => ['check', model, '--deadline', '0'], /number above 0/],
    ['too little memory', () => ['train', model, '--memory', '8'], /whole number of at least 20/],
    [
      'an unknown device',
      () => ['train', model, '--device', 'gpu'],
      /one of auto, cpu, webgpu, cuda, dml, coreml, tfjs/,
    ],
    [
      'a device that is not there',
      () => ['train', model, '--device', process.platform === 'darwin' ? 'dml' : 'coreml'],
      /The device (dml|coreml) cannot be used here\. .* only; this is .* auto takes what works here/,
    ],
    [
      'both kinds of TensorFlow',
      () => ['install-tensorflow', '--cpu', '--gpu'],
      /'--gpu' cannot be used with .*'--cpu'/,
    ],
    ['no model file', () => ['train', 'nowhere.cnn.ts'], /There is no model file .*nowhere\.cnn\.ts/],
    ['a folder for a model file', () => ['check', folder], /is a folder\. Name a model file, such as lenet5\.cnn\.ts/],
    ['a file too long for a model', () => ['check', longFile], /too long for a model file: 1,000,001 bytes/],
    ['neither file nor run', () => ['train'], /Give a model file to train/],
    ['other settings for a resumed run', () => ['train', '--resume', 'x', '--seed', '1'], /Remove --seed/],
    ['a run that is none', () => ['evaluate', folder], /is not a run folder/],
    ['a run folder that holds something', () => ['train', model, '--out', folder], /is not empty/],
  ];
  for (const [what, args, message] of wrongUses) {
    it(`answers ${what} with exit code 1 and what to do`, async () => {
      const { code, stdout, stderr } = await run(args());
      assert.equal(code, 1, stderr);
      assert.match(stderr, message);
      assert.equal(stdout, '');
    });
  }

  it('tells a failure as an event, too', async () => {
    const { code, stdout } = await run(['train', 'nowhere.cnn.ts', '--json']);
    assert.equal(code, 1);
    const [event] = eventsOf(stdout);
    assert.ok(event?.event === 'error' && event.kind === 'user' && event.code === 'no-model-file');
  });

  it('names bad data by file and place before it makes a run folder', async () => {
    const other = await mkdtemp(path.join(folder, 'bad-'));
    await writeTinyData(other);
    const file = path.join(other, 'bad.cnn.ts');
    await writeFile(file, tinyModelSource().replace('dense(4)', 'dense(3)'));
    const { code, stderr } = await run(['train', file, '--out', path.join(other, 'run')]);
    assert.equal(code, 1);
    assert.match(stderr, /train-labels: the label of image 3 \(byte 11\) is 3, but the model has 3 classes/);
    await assert.rejects(readRun(path.join(other, 'run')), /not a run folder/);
  });

  describe('inspect', () => {
    let trained: string;
    before(async () => {
      trained = path.join(folder, 'looked-into');
      const { code, stderr } = await run(['train', model, '--out', trained, '--epochs', '2', '--json']);
      assert.equal(code, 0, stderr);
    });

    it('writes pictures and numbers of what a model sees in an image', async () => {
      const out = path.join(folder, 'seen');
      const { code, stdout, stderr } = await run(['inspect', trained, '--index', '1', '--out', out, '--json']);
      assert.equal(code, 0, stderr);
      const { run: from, out: into, ...report } = JSON.parse(stdout);
      assert.deepEqual([from, into], [trained, out]);
      assert.deepEqual(JSON.parse(await readFile(path.join(out, 'inspect.json'), 'utf8')), report);
      assert.deepEqual([report.model, report.epoch, report.image.label, report.image.note], ['corners', 2, 1, null]);
      assert.equal(report.top5.length, 4);
      const probabilities: number[] = report.top5.map(({ probability }: { probability: number }) => probability);
      assert.ok(Math.abs(probabilities.reduce((sum, each) => sum + each, 0) - 1) < 1e-6);
      const pictureOf = async (file: string) => decode(await readFile(path.join(out, file)));
      // The image, each pixel a square: the first of the second held-out image, after 16 bytes of header.
      const image = await pictureOf(report.image.picture);
      const bytes = await readFile(path.join(folder, 'validation-images'));
      assert.deepEqual([image.width, image.height, image.data[0]], [224, 224, bytes[16 + 64]]);
      assert.deepEqual(
        report.layers.map(({ name }: { name: string }) => name),
        [
          'input',
          'conv2d_1',
          'batchNorm2d_1',
          'relu_1',
          'maxPool2d_1',
          'flatten_1',
          'dropout_1',
          'dense_1',
          'relu_2',
          'dense_2',
        ],
      );
      const [, convolution, , relu] = report.layers;
      assert.deepEqual([convolution.dead, relu.dead.length], [null, 4]);
      // Four maps of 8×8 at six pixels a value, two in a row, one apart.
      const maps = await pictureOf(relu.maps);
      assert.deepEqual([maps.width, maps.height], [2 * 48 + 1, 2 * 48 + 1]);
      const kernels = await pictureOf(convolution.kernels);
      assert.deepEqual([kernels.width, kernels.height], [2 * 48 + 1, 2 * 48 + 1]);
      assert.deepEqual([convolution.projections.method, convolution.projections.maps.length], ['deconvnet', 4]);
      await pictureOf(convolution.projections.picture);
      assert.deepEqual([report.gradCam.node, report.gradCam.values.length], [3, 64]);
      assert.equal(report.gradCam.label, report.top5[0].label);
      assert.equal((await pictureOf(report.gradCam.picture)).width, 224);
      assert.equal(report.neighbours.nearest.length, 9);
      assert.equal((await pictureOf(report.neighbours.picture)).width, 9 * 112 + 8);
    });

    it("takes one's own image and another epoch, and says it in words", async () => {
      const own = path.join(folder, 'own.png');
      await writeFile(own, encode({ width: 5, height: 10, channels: 1, data: new Uint8Array(50).fill(80) }));
      const out = path.join(folder, 'seen-own');
      const { code, stdout, stderr } = await run(['inspect', trained, '--image', own, '--epoch', '0', '--out', out]);
      assert.equal(code, 0, stderr);
      assert.match(stdout, /^corners after epoch 0\. The image was resized, 10×5 → 8×8\.\nclass +probability\n/);
      assert.match(stdout, /Nearest training images: (\d+, ){8}\d+\n/);
    });

    it('refuses what is not there, with exit code 1 and the numbers', async () => {
      const fresh = path.join(folder, 'fresh');
      const refused = async (args: readonly string[], said: RegExp, out = fresh) => {
        const { code, stdout, stderr } = await run(['inspect', ...args, '--out', out]);
        assert.deepEqual([code, stdout], [1, '']);
        assert.match(stderr, said);
      };
      await refused([folder, '--index', '0'], /is not a run folder/);
      await refused([trained, '--index', '40'], /no validation image 40 .* from 0 to 39/);
      await refused([trained, '--index', '0', '--epoch', '7'], /no weights of epoch 7; it has those of 0, 1, 2/);
      await refused([trained, '--image', path.join(folder, 'none.png')], /Cannot read the image .*none\.png/);
      await refused([trained, '--image', model], /corners\.cnn\.ts cannot be read as an image/);
      await refused([trained, '--index', '0'], /is not empty: it contains .* Give --out a new folder/, trained);
      await refused([trained], /--index N .* or --image FILE/);
      await refused([trained, '--index', '0', '--image', 'x.png'], /--index N .* or --image FILE/);
      await refused([trained, '--index', '0', '--projection', 'magic'], /gradient, guided, deconvnet/);
      assert.equal(existsSync(fresh), false);
    });
  });
});
