import assert from 'node:assert/strict';
import { rm, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { digestOf, digestOnDisk } from '../../src/sandbox/digest.ts';
import { analyseFiles, chain } from './sandbox.ts';

describe('the digest of what a model was made of', () => {
  const files = {
    'net.cnn.ts': `import { head } from './head.ts';\n${chain('flatten(), head')}`,
    'head.ts': "import { dense } from 'cnn-lab';\nexport const head = dense(10);\n",
  };

  it('is that of its files until one of them says something else', async () => {
    const { folder, files: read, digest, spec } = await analyseFiles(files);
    assert.ok(spec);
    assert.equal(read.length, 2);
    assert.equal(await digestOnDisk(read), digest);
    await writeFile(path.join(folder, 'net.cnn.ts'), `\uFEFF${files['net.cnn.ts']}`);
    assert.equal(await digestOnDisk(read), digest, 'a byte order mark is none of the text');
    await writeFile(path.join(folder, 'head.ts'), files['head.ts'].replace('10', '11'));
    assert.notEqual(await digestOnDisk(read), digest);
    await rm(path.join(folder, 'head.ts'));
    await assert.rejects(digestOnDisk(read));
  });

  it('tells where one text ends and the next begins', () => {
    assert.notEqual(digestOf(['ab', 'c']), digestOf(['a', 'bc']));
  });

  it('is of no file without a valid model', async () => {
    const { digest, spec } = await analyseFiles({ 'net.cnn.ts': chain('dense(10)') });
    assert.deepEqual([spec, digest], [null, null]);
  });
});
