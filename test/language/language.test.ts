import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { root } from '../../scripts/paths.ts';

/** What a process without an editor says of itself, under an environment. */
async function said(environment: Readonly<Record<string, string>>): Promise<string> {
  const script =
    "await import('./src/language/ofProcess.ts');" +
    "const { formatCount } = await import('./src/model/format.ts');" +
    'console.log(formatCount(61706));';
  const { PATH = '' } = process.env;
  const { stdout } = await promisify(execFile)(process.execPath, ['--input-type=module', '--eval', script], {
    cwd: join(root),
    env: { PATH, ...environment },
  });
  return stdout.trim();
}

describe('language of a process', () => {
  it('is English without a word on it', async () => {
    assert.equal(await said({}), '61,706');
  });

  it("is the terminal's", async () => {
    assert.equal(await said({ LANG: 'es_MX.UTF-8' }), '61.706');
    assert.equal(await said({ LANG: 'es_ES.UTF-8', LC_ALL: 'C' }), '61,706');
  });

  it("is the editor's, whatever the terminal's", async () => {
    assert.equal(await said({ LANG: 'de_DE.UTF-8', CNN_LAB_LANGUAGE: 'es' }), '61.706');
    assert.equal(await said({ LANG: 'es_ES.UTF-8', CNN_LAB_LANGUAGE: 'en' }), '61,706');
  });

  it('is English where there is no translation', async () => {
    assert.equal(await said({ LANG: 'xx_XX.UTF-8' }), '61,706');
    assert.equal(await said({ CNN_LAB_LANGUAGE: '../es' }), '61,706');
  });
});
