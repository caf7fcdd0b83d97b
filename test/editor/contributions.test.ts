/** The contributions in package.json, against its texts and the code behind them. */
import assert from 'node:assert/strict';
import { existsSync, globSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { deviceChoices } from '../../src/engine/deviceIds.ts';

const root = path.resolve(import.meta.dirname, '../..');
const read = (file: string) => readFileSync(path.join(root, file), 'utf8');
const manifest = JSON.parse(read('package.json'));
const commands: string[] = manifest.contributes.commands.map(({ command }: { command: string }) => command);

describe('contributions', () => {
  it('have a text for every key, and no text without a key', () => {
    const used = [...read('package.json').matchAll(/"%([^%"]+)%"/g)].map(([, key]) => key);
    assert.deepEqual([...new Set(used)].sort(), Object.keys(JSON.parse(read('package.nls.json'))).sort());
  });

  it('name commands that the extension registers, each with category, title and icon', () => {
    const files = globSync('src/editor/**/*.ts', { cwd: root }).map(read);
    const pattern = /^ +'(cnnLab\.\w+)': |registerCommand\('(cnnLab\.\w+)'/gm;
    const registered = files.flatMap((file) => [...file.matchAll(pattern)].map(([, one, other]) => one ?? other ?? ''));
    assert.deepEqual(commands.sort(), registered.sort());
    for (const { shortTitle, ...command } of manifest.contributes.commands) {
      assert.deepEqual(Object.keys(command).sort(), ['category', 'command', 'icon', 'title']);
    }
  });

  it('offer every device in the setting', () => {
    assert.deepEqual(manifest.contributes.configuration.properties['cnnLab.device'].enum, deviceChoices);
  });

  it('do not let a folder that is not trusted raise the limits of its own analysis', () => {
    const settings = Object.keys(manifest.contributes.configuration.properties);
    const limits = settings.filter((name) => name.startsWith('cnnLab.analysis.'));
    assert.equal(limits.length, 2);
    assert.deepEqual(manifest.capabilities.untrustedWorkspaces.restrictedConfigurations, limits);
  });

  it('have one way to resume a run, which asks for trust', () => {
    const callers = globSync('src/**/*.ts', { cwd: root }).filter((file) => read(file).includes('jobs.resume('));
    assert.deepEqual(callers, [path.join('src', 'editor', 'training', 'commands.ts')]);
    const command = /'cnnLab\.resume': async[\s\S]*?jobs\.resume\(/.exec(read('src/editor/training/commands.ts'))?.[0];
    assert.match(command ?? '', /if \(!\(await isTrusted\(\)\)\) return false;/);
  });

  it('put only declared commands into menus, each under a condition', () => {
    for (const [menu, items] of Object.entries<{ command: string; when: string }[]>(manifest.contributes.menus)) {
      for (const { command, when } of items) {
        assert.ok(commands.includes(command), `${menu}: ${command}`);
        assert.ok(when, `${menu}: ${command} has no condition`);
      }
    }
  });

  it('depend on no context but what the extension sets', () => {
    const used = [...read('package.json').matchAll(/"when": "(.*)"/g)].flatMap(([, when = '']) =>
      [...when.matchAll(/cnnLab\.(\w+)/g)].map(([, key]) => key),
    );
    const set = [...read('src/editor/training/contextKeys.ts').matchAll(/set\('(\w+)'/g)].map(([, key]) => key);
    assert.deepEqual([...new Set(used)].sort(), set.sort());
  });

  it('say of every command when the palette offers it', () => {
    const palette = manifest.contributes.menus.commandPalette.map(({ command }: { command: string }) => command);
    assert.deepEqual(palette.sort(), commands.toSorted());
  });

  it('describe every setting', () => {
    const settings: Record<string, Record<string, unknown>> = manifest.contributes.configuration.properties;
    for (const [name, { description, enum: choices, enumDescriptions }] of Object.entries(settings)) {
      assert.ok(description, name);
      assert.equal(Object(enumDescriptions).length, Object(choices).length, name);
    }
  });

  it('walk through five steps, each with its pictures, whose commands there are', () => {
    const [{ steps }] = manifest.contributes.walkthroughs;
    assert.equal(steps.length, 5);
    for (const { media, completionEvents } of steps) {
      const pictures = Object.values<string>(media.image);
      assert.deepEqual(Object.keys(media.image), ['dark', 'light', 'hc', 'hcLight']);
      assert.equal(new Set(pictures).size, 4);
      for (const picture of pictures) assert.ok(existsSync(path.join(root, picture)), picture);
      assert.equal(completionEvents.length, 1);
    }
    const events = steps.flatMap(({ completionEvents }: { completionEvents: string[] }) => completionEvents);
    const links = [...read('package.nls.json').matchAll(/\(command:([\w.]+)\)/g)].map(([, command]) => command ?? '');
    const completing = events.flatMap((event: string) => /^onCommand:(.+)/.exec(event)?.[1] ?? []);
    for (const command of [...links, ...completing]) assert.ok(commands.includes(command), command);
  });

  it('declare the settings that the code reads, with the same defaults', () => {
    const settings = read('src/editor/settings.ts');
    const readByCode = [...settings.matchAll(/setting(?:<\w+>)?\('([\w.]+)', ([^)]+)\)/g)];
    const defaults = Object.fromEntries(readByCode.map(([, name, value]) => [`cnnLab.${name}`, value]));
    const declared: Record<string, { default: unknown }> = manifest.contributes.configuration.properties;
    assert.deepEqual(Object.keys(defaults).sort(), Object.keys(declared).sort());
    for (const [name, { default: value }] of Object.entries(declared)) {
      const written = Array.isArray(value) ? JSON.stringify(value) : String(value);
      assert.equal(defaults[name]?.replaceAll("'", ''), written, name);
    }
  });
});
