/** The grammars that colour model files, run as VS Code runs them: injected into its own TypeScript grammar. */
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import oniguruma from 'vscode-oniguruma';
import textmate, { type IGrammar } from 'vscode-textmate';
import { root } from '../../scripts/paths.ts';
import { ensureVSCode } from '../../scripts/vscode/install.ts';
import * as cnn from '../../src/cnn/index.ts';

const require = createRequire(import.meta.url);
const injections = ['cnn-lab.import', 'cnn-lab.builders'];

interface Token {
  readonly text: string;
  readonly scopes: readonly string[];
}

async function loadGrammar(injected: readonly string[]): Promise<IGrammar> {
  const grammarFiles: Record<string, string> = {
    'source.ts': join(ensureVSCode(), 'extensions/typescript-basics/syntaxes/TypeScript.tmLanguage.json'),
    'cnn-lab.import': join(root, 'syntaxes/cnn-import.tmLanguage.json'),
    'cnn-lab.builders': join(root, 'syntaxes/cnn-builders.tmLanguage.json'),
  };
  await oniguruma.loadWASM(readFileSync(require.resolve('vscode-oniguruma/release/onig.wasm')));
  const registry = new textmate.Registry({
    onigLib: Promise.resolve({
      createOnigScanner: (patterns) => new oniguruma.OnigScanner(patterns),
      createOnigString: (text) => new oniguruma.OnigString(text),
    }),
    loadGrammar: async (scope) => {
      const file = grammarFiles[scope];
      return file ? textmate.parseRawGrammar(readFileSync(file, 'utf8'), file) : null;
    },
    getInjections: (scope) => (scope === 'source.ts' ? [...injected] : undefined),
  });
  return (await registry.loadGrammar('source.ts')) ?? assert.fail('no TypeScript grammar');
}

function tokenize(grammar: IGrammar, text: string): Token[] {
  let state = textmate.INITIAL;
  return text.split('\n').flatMap((line) => {
    const { tokens, ruleStack } = grammar.tokenizeLine(line, state);
    state = ruleStack;
    return tokens.map(({ startIndex, endIndex, scopes }) => ({ text: line.slice(startIndex, endIndex), scopes }));
  });
}

const isOurs = (scope: string) => scope.endsWith('.cnn-lab');
const builders = Object.entries(cnn).flatMap(([name, value]) => (typeof value === 'function' ? [name] : []));
const imports = {
  'on one line': "import { conv2d } from 'cnn-lab';",
  'without a semicolon': "import { conv2d } from 'cnn-lab'",
  'with double quotes': 'import { conv2d } from "cnn-lab";',
  'over several lines': "import {\n  conv2d,\n} from 'cnn-lab';",
  'as a namespace': "import * as cnn from 'cnn-lab';",
  'after another': "import { sizes } from './sizes.ts';\nimport { conv2d } from 'cnn-lab';",
};
const body = `
import { block } from './block.ts';
/** conv2d( in a comment */
const first = conv2d(6, 5, { padding: 2 }); // conv2d(1, 1)
export const net = [first, ...[1, 2].map((n) => conv2d(n, 3)), 'conv2d(1)', \`\${conv2d(1, 1)}\`, my.conv2d(1), conv2d];
`;

describe('grammar of model files', () => {
  let plain: IGrammar;
  let injected: IGrammar;
  before(async () => {
    plain = await loadGrammar([]);
    injected = await loadGrammar(injections);
  });

  for (const [how, statement] of Object.entries(imports)) {
    it(`marks calls of builders below an import ${how}`, () => {
      const marked = tokenize(injected, statement + body).filter(({ scopes }) =>
        scopes.includes('support.class.layer.cnn-lab'),
      );
      assert.deepEqual(
        marked.map(({ text }) => text),
        ['conv2d', 'conv2d'],
      );
    });

    it(`leaves everything else TypeScript below an import ${how}`, () => {
      const usual = tokenize(plain, statement + body);
      // Tokens are compared piece by piece: a marked name ends a piece where plain TypeScript may not.
      const pieces = (tokens: readonly Token[]) =>
        tokens.flatMap(({ text, scopes }) =>
          [...text].map((character) => {
            const own = scopes.filter((scope) => !scope.startsWith('meta.'));
            return `${character} ${own.join(' ')}`;
          }),
        );
      const ours = pieces(tokenize(injected, statement + body));
      const theirs = pieces(usual);
      assert.equal(ours.length, theirs.length);
      ours.forEach((piece, index) => {
        if (!piece.includes('.cnn-lab')) assert.equal(piece, theirs[index]);
      });
    });
  }

  it('knows every builder', () => {
    const text = `${imports['on one line']}\n${builders.map((name) => `${name}(1);`).join('\n')}`;
    const marked = tokenize(injected, text).filter(({ scopes }) => /^support\..*\.cnn-lab$/.test(scopes.at(-1) ?? ''));
    assert.deepEqual(
      marked.map(({ text }) => text),
      builders,
    );
  });

  it('leaves TypeScript without that import as it is, token by token', () => {
    const files = [
      body,
      `// import { conv2d } from 'cnn-lab'${body}`,
      `/* from 'cnn-lab' */${body}`,
      `const text = "import { conv2d } from 'cnn-lab'";${body}`,
      `import { conv2d } from './cnn-lab';${body}`,
      readFileSync(join(root, 'scripts/vscode/startVSCode.ts'), 'utf8'),
    ];
    for (const text of files) {
      const tokens = tokenize(injected, text);
      assert.deepEqual(tokens, tokenize(plain, text));
      assert.ok(!tokens.some(({ scopes }) => scopes.some(isOurs)));
    }
  });
});
