/** Setting up a folder: what its tsconfig.json becomes, and what TypeScript itself makes of it. */
import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import { cp, mkdir, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { promisify } from 'node:util';
import { applyEdits } from 'jsonc-parser';
import { writeDeclarations } from '../../../scripts/declarations.ts';
import { mapTypes, newTsconfig } from '../../../src/editor/workspace/tsconfig.ts';
import { temporaryFolder } from '../../sandbox/sandbox.ts';

const root = path.resolve(import.meta.dirname, '../../..');
const compilers = ['typescript', 'typescript-7'];
const style = { tabSize: 2, insertSpaces: true, eol: '\n' };

/** A folder with these files; declarations, where the command puts them, are not there yet. */
async function folderWith(files: Readonly<Record<string, string>>) {
  const folder = await temporaryFolder();
  const at = (name: string) => path.join(folder, name);
  for (const [name, text] of Object.entries(files)) {
    await mkdir(path.dirname(at(name)), { recursive: true });
    await writeFile(at(name), text);
  }
  return { folder, at, declarations: at('.cnn-lab/types/index.d.ts') };
}

/** What tsconfig.json becomes. */
async function mapped(text: string, files: Readonly<Record<string, string>> = {}, options = style): Promise<string> {
  const { at, declarations } = await folderWith(files);
  return applyEdits(text, await mapTypes(at('tsconfig.json'), text, declarations, options));
}

const rejects = (text: string, message: RegExp, files: Readonly<Record<string, string>> = {}) =>
  assert.rejects(mapped(text, files), { name: 'UserError', message });

/** What the compiler says of a folder; empty where it is content. */
async function typeCheck(compiler: string, folder: string): Promise<string> {
  const script = path.join(root, 'node_modules', compiler, 'bin', 'tsc');
  const run = promisify(execFile)(process.execPath, [script, '-p', folder], { encoding: 'utf8' });
  return run.then(
    () => '',
    (failure: { readonly stdout: string }) => failure.stdout,
  );
}

describe('tsconfig of a folder that is set up', () => {
  it('keeps comments, layout and options', async () => {
    const text = '{\n\t// ours\n\t"compilerOptions": {\n\t\t"strict": true, // always\n\t},\n}\n';
    assert.equal(
      await mapped(text, {}, { ...style, insertSpaces: false }),
      text.replace(
        '{\n\t\t"strict"',
        '{\n\t\t"paths": {\n\t\t\t"cnn-lab": [\n\t\t\t\t"./.cnn-lab/types/index.d.ts"\n\t\t\t]\n\t\t},\n\t\t"strict"',
      ),
    );
  });

  it('keeps other paths, and line ends', async () => {
    const text = '{\r\n  "compilerOptions": {\r\n    "paths": {\r\n      "@/*": ["./src/*"]\r\n    }\r\n  }\r\n}\r\n';
    const changed = await mapped(text, {}, { ...style, eol: '\r\n' });
    assert.deepEqual(JSON.parse(changed), {
      compilerOptions: { paths: { 'cnn-lab': ['./.cnn-lab/types/index.d.ts'], '@/*': ['./src/*'] } },
    });
    assert.doesNotMatch(changed.replaceAll('\r\n', ''), /[\r\n]/);
    assert.ok(changed.includes('"@/*": ["./src/*"]'));
  });

  for (const text of ['', '{}', '// nothing yet\n']) {
    it(`is made of ${JSON.stringify(text)}`, async () => {
      const changed = await mapped(text);
      assert.match(changed, /"cnn-lab": \[\s*"\.\/\.cnn-lab\/types\/index\.d\.ts"\s*\]/);
      assert.ok(changed.includes(text.trim().replace('{}', '')));
    });
  }

  it('is left alone where it finds the declarations already, by itself or by what it extends', async () => {
    const paths = { compilerOptions: { paths: { 'cnn-lab': ['./.cnn-lab/types/index.d.ts'] } } };
    assert.equal(await mapped(JSON.stringify(paths)), JSON.stringify(paths));
    const extending = '{ "extends": "./base" }';
    assert.equal(await mapped(extending, { 'base.json': JSON.stringify(paths) }), extending);
  });

  it('is relative to baseUrl, its own or inherited', async () => {
    assert.match(await mapped('{ "compilerOptions": { "baseUrl": "src" } }'), /"\.\.\/\.cnn-lab\/types\/index\.d\.ts"/);
    const files = { 'shared/base.json': '{ "compilerOptions": { "baseUrl": "." } }' };
    assert.match(await mapped('{ "extends": "./shared/base.json" }', files), /"\.\.\/\.cnn-lab\/types\/index\.d\.ts"/);
  });

  it('takes the last of several files that it extends, and does not go round in circles', async () => {
    const files = {
      'a.json': '{ "compilerOptions": { "baseUrl": "a" }, "extends": "./tsconfig.json" }',
      'b.json': '{ "compilerOptions": { "baseUrl": "b/c" }, "extends": "./a.json" }',
      'tsconfig.json': '{ "extends": ["./a.json", "./b.json"] }',
    };
    assert.match(await mapped(files['tsconfig.json'], files), /"\.\.\/\.\.\/\.cnn-lab/);
  });

  it('is refused where paths of its own would replace those it inherits, and says what to write where', async () => {
    const inherited = '{ "compilerOptions": { "paths": { "@/*": ["./src/*"] } } }';
    const package_ = { 'node_modules/shared/tsconfig.json': inherited };
    const message =
      /inherits its paths from .*shared.tsconfig\.json.*Nothing was changed\. Add "cnn-lab": \["\.\.\/\.\.\/\.cnn-lab\/types\/index\.d\.ts"\] to the paths of .*shared.tsconfig\.json\./;
    await rejects('{ "extends": "shared" }', message, package_);
    await rejects('{ "extends": "shared/tsconfig" }', message, package_);
    await rejects('{ "extends": "./base" }', /inherits its paths from .*base\.json/, { 'base.json': inherited });
  });

  it("is refused where it has other types for 'cnn-lab'", async () => {
    await rejects(
      '{ "compilerOptions": { "paths": { "cnn-lab": ["./vendor/cnn.d.ts"] } } }',
      /other types for 'cnn-lab': \["\.\/vendor\/cnn\.d\.ts"\]\. Nothing was changed\. Add "cnn-lab": \["\.\/\.cnn-lab/,
    );
  });

  it('is refused where it cannot be understood', async () => {
    await rejects('{\n  "compilerOptions": {\n', /tsconfig\.json, line 3, is not valid JSON/);
    await rejects('[]', /The whole in .*tsconfig\.json must be an object/);
    await rejects('{ "compilerOptions": { "paths": [] } }', /paths in .*tsconfig\.json must be an object/);
    await rejects('{ "extends": "./gone" }', /tsconfig\.json extends \.\/gone, which cannot be found/);
  });

  for (const compiler of compilers) {
    describe(`for ${compiler}`, () => {
      let declarations: string;
      before(() => {
        declarations = path.join(root, 'dist', 'types');
        writeDeclarations(declarations);
      });

      it('gives every model of the zoo its types, and finds what is wrong in one', async () => {
        const { folder, at, declarations: index } = await folderWith({});
        await cp(path.join(root, 'examples'), folder, {
          recursive: true,
          filter: (file) => !file.includes('.cnn-lab'),
        });
        await cp(declarations, path.dirname(index), { recursive: true });
        await writeFile(at('tsconfig.json'), newTsconfig(at('tsconfig.json'), index));
        assert.equal(await typeCheck(compiler, folder), '');
        await writeFile(at('wrong.cnn.ts'), "import { relu } from 'cnn-lab';\nrelu(1);\ndocument.title;\n");
        const said = await typeCheck(compiler, folder);
        assert.match(said, /wrong\.cnn\.ts\(2,6\): error TS2559/);
        assert.match(said, /wrong\.cnn\.ts\(3,1\): error TS2584/);
      });

      it('adds to a project of its own', async () => {
        const text = '{ "extends": "./base", "compilerOptions": { "noEmit": true } } // ours\n';
        const {
          folder,
          at,
          declarations: index,
        } = await folderWith({
          'tsconfig.json': text,
          'base.json': '{ "compilerOptions": { "strict": true, "moduleResolution": "bundler", "module": "esnext" } }',
          'net.cnn.ts':
            "import { model, relu } from 'cnn-lab';\nexport default model({ input: [1, 2, 2], layers: [relu()] });\n",
        });
        assert.match(await typeCheck(compiler, folder), /TS2307: Cannot find module 'cnn-lab'/);
        await writeFile(at('tsconfig.json'), applyEdits(text, await mapTypes(at('tsconfig.json'), text, index, style)));
        await cp(declarations, path.dirname(index), { recursive: true });
        assert.equal(await typeCheck(compiler, folder), '');
      });
    });
  }
});
