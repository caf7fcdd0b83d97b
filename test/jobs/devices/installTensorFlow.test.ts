/** Installing TensorFlow with this machine's npm: from the test's own registry, or from none. */
import assert from 'node:assert/strict';
import { once } from 'node:events';
import { mkdir, mkdtemp, readdir, rm, writeFile } from 'node:fs/promises';
import { type AddressInfo, createServer } from 'node:net';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { listDevices } from '../../../src/engine/devices.ts';
import { findTensorFlow, tensorFlowFolder, tensorFlowPackages } from '../../../src/engine/tfjs/packages.ts';
import { explainFailure, installTensorFlow, unsupported } from '../../../src/jobs/devices/installTensorFlow.ts';
import {
  fakeTensorFlowCode,
  fakeTensorFlowManifest,
  useDataFolder,
  writeFakeTensorFlow,
} from '../../engine/tfjs/fakeTensorFlow.ts';
import { type NpmRegistry, startNpmRegistry } from '../../support/npmRegistry.ts';

describe('installing TensorFlow', function () {
  this.timeout(120_000);
  let folder: string;
  let restore: (() => void)[];
  const registries: NpmRegistry[] = [];
  beforeEach(async () => {
    folder = await mkdtemp(path.join(tmpdir(), 'cnn-lab-'));
    restore = [useDataFolder(folder)];
  });
  afterEach(async () => {
    for (const step of restore) step();
    for (const registry of registries.splice(0)) await registry.close();
    await rm(folder, { recursive: true });
  });

  function setEnv(values: Readonly<Record<string, string>>): void {
    for (const [name, value] of Object.entries(values)) {
      const before = process.env[name];
      process.env[name] = value;
      restore.push(() => {
        if (before === undefined) delete process.env[name];
        else process.env[name] = before;
      });
    }
  }

  /** Lets npm find this code, and this script of its own, under the name of TensorFlow's package. */
  async function publish(code: string, script = 'node -e ""'): Promise<void> {
    const manifest = { ...JSON.parse(fakeTensorFlowManifest('cpu')), scripts: { install: script } };
    const files = { 'package.json': JSON.stringify(manifest), 'index.js': code };
    const registry = await startNpmRegistry({ [tensorFlowPackages.cpu]: files });
    registries.push(registry);
    setEnv(registry.env);
  }

  const never = () => new AbortController().signal;
  const run = (onOutput: (line: string) => void = () => undefined, signal = never()) =>
    installTensorFlow({ variant: 'cpu', onOutput, signal });
  const left = async () => (await readdir(path.dirname(tensorFlowFolder()))).sort();

  it('gives a device to train on, and tells how it goes', async () => {
    await publish(fakeTensorFlowCode(), `node -e "console.log('* Downloading libtensorflow')"`);
    const lines: string[] = [];
    const installed = await run((line) => lines.push(line));
    assert.equal(installed?.label, 'CPU (TensorFlow.js)');
    assert.equal(installed.folder, findTensorFlow(null)?.folder);
    assert.ok(
      lines.some((line) => line.includes('* Downloading libtensorflow')),
      lines.join('\n'),
    );
    assert.deepEqual(await left(), ['tensorflow']);
    const tfjs = (await listDevices(null)).find(({ id }) => id === 'tfjs');
    assert.deepEqual([tfjs?.available, tfjs?.label], [true, 'CPU (TensorFlow.js)']);
  });

  it('says that the network is missing, and leaves nothing', async () => {
    // A port that nothing listens on: the discard service is long out of use.
    setEnv({ npm_config_registry: 'http://127.0.0.1:9/', npm_config_fetch_retries: '0' });
    await assert.rejects(run(), {
      name: 'UserError',
      code: 'npm-failed',
      message: /127\.0\.0\.1:9 could not be reached\..*Check the network and proxy/,
    });
    assert.deepEqual(await left(), []);
  });

  it('says that the library cannot be fetched, names its server, and leaves nothing', async () => {
    const script = `node -e "require('https').get('https://libtensorflow.invalid/x.tar.gz')"`;
    await publish(fakeTensorFlowCode(), script);
    await assert.rejects(run(), { code: 'npm-failed', message: /libtensorflow\.invalid could not be reached/ });
    assert.deepEqual(await left(), []);
  });

  it('keeps the one that was there where the new one does not work', async () => {
    const before = await writeFakeTensorFlow(tensorFlowFolder(), 'cpu', { version: '4.21.0' });
    await publish("throw new Error('libcudart.so.11.0: cannot open shared object file');");
    await assert.rejects(run(), {
      code: 'does-not-load',
      message: /installed, but does not work here: .*libcudart\.so\.11\.0: cannot open/,
    });
    assert.deepEqual(await left(), ['tensorflow']);
    assert.deepEqual(findTensorFlow(null), { variant: 'cpu', folder: before, version: '4.21.0' });
  });

  it('takes the place of one for the GPU', async () => {
    await writeFakeTensorFlow(tensorFlowFolder(), 'gpu');
    await publish(fakeTensorFlowCode());
    await run();
    assert.equal(findTensorFlow(null)?.variant, 'cpu');
  });

  it('is cancelled at once, with all that npm has started, and leaves nothing', async () => {
    // The script holds a connection, which ends with it.
    const stop = new AbortController();
    let closed: Promise<unknown> | undefined;
    const server = createServer((socket) => {
      socket.resume().on('error', () => undefined);
      closed = new Promise((resolve) => socket.on('close', resolve));
      stop.abort();
    });
    await once(server.listen(0, '127.0.0.1'), 'listening');
    const { port } = server.address() as AddressInfo;
    await publish(fakeTensorFlowCode(), `node -e "require('net').connect(${port}, '127.0.0.1')"`);
    assert.equal(await run(undefined, stop.signal), null);
    assert.deepEqual(await left(), []);
    await closed;
    server.close();
  });

  it('clears away what a killed installation left', async () => {
    const parent = path.dirname(tensorFlowFolder());
    // No system gives such a number to a process.
    for (const name of ['tensorflow.99999999.partial', 'tensorflow.99999999.old']) {
      await mkdir(path.join(parent, name, 'node_modules'), { recursive: true });
    }
    await publish(fakeTensorFlowCode());
    await run();
    assert.deepEqual(await left(), ['tensorflow']);
  });

  it('says where npm is missing, and what to do', async () => {
    setEnv({ PATH: folder, Path: folder });
    await assert.rejects(run(), { code: 'npm-missing', message: /npm.* was not found in the PATH.* Install Node\.js/ });
    assert.deepEqual(await left(), []);
  });

  it('says that its folder cannot be written', async () => {
    await writeFile(path.join(folder, 'file'), '');
    setEnv({ XDG_DATA_HOME: path.join(folder, 'file'), LOCALAPPDATA: path.join(folder, 'file') });
    await assert.rejects(run(), { code: 'not-writable', message: /cnn-lab cannot be written: / });
  });

  it('names the platforms that TensorFlow is published for', () => {
    assert.equal(unsupported('gpu', 'linux-x64'), null);
    assert.equal(unsupported('gpu', 'win32-x64'), null);
    assert.match(unsupported('gpu', 'darwin-arm64') ?? '', /Linux and Windows, x64.*this is darwin-arm64/);
    assert.equal(unsupported('cpu', 'darwin-x64'), null);
    assert.match(unsupported('cpu', 'linux-arm64') ?? '', /this is linux-arm64/);
  });

  const failures: readonly (readonly [what: string, output: string, words: RegExp])[] = [
    [
      'a name that is not found',
      'npm error Error: getaddrinfo ENOTFOUND storage.example.org\nnpm error   code: "ENOTFOUND"',
      /because storage\.example\.org could not be reached/,
    ],
    ['an unknown certificate', 'npm error code SELF_SIGNED_CERT_IN_CHAIN', /NODE_EXTRA_CA_CERTS/],
    ['a full disk', 'npm error code ENOSPC\nnpm error nospc', /the disk is full/],
    ['a build that failed', 'gyp ERR! find Python', /requires Python and a C\+\+ compiler/],
    ['anything else', 'npm error code E404\nnpm error 404 Not Found', /not installed: 404 Not Found\. See the output/],
    ['silence', '', /npm ended with 7/],
  ];
  for (const [what, output, words] of failures) {
    it(`explains ${what}`, () => assert.match(explainFailure(output, 7), words));
  }
});
