/**
 * From a keystroke to its hints in a real VS Code, in two ways: inside the extension host, from an edit of the text
 * to hints of a whole file that are those of the new text, asked of VS Code as its editor asks; and in the page, from
 * the key's own event to the hint that is drawn, VS Code's wait for the next keystroke included. What VS Code itself
 * takes is measured likewise: files that are not ours, with one hint or as many as lines, answered at once.
 */
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { type Figure, writeResults } from '../scripts/benchResults.ts';
import { root } from '../scripts/paths.ts';
import { closeBrowser } from '../scripts/vscode/browser.ts';
import { startVSCode, type VSCode } from '../scripts/vscode/startVSCode.ts';
import { deepModel } from './support/deepModel.ts';
import { quantile } from './support/quantile.ts';

const warmUps = 15;
const repetitions = 100;
/** Milliseconds from hints to the next key: a fast typist's. What else an edit sets off goes on meanwhile. */
const pause = 150;

interface Subject {
  readonly name: string;
  readonly file: string;
  readonly text: string;
  /** What stands before the digit that is typed over, once in the file. */
  readonly before: string;
  /** How the hint on that line begins, `#` for the digit. */
  readonly hint: string;
  /** Milliseconds for 95 of 100 keystrokes. */
  readonly goal?: number;
}

const example = (name: string): Promise<string> => readFile(join(root, 'examples', name), 'utf8');
/** By its name a file that our extension leaves alone. */
interface Control extends Subject {
  /** Whether every line has the hint, or only that of the digit. */
  readonly everyLine: boolean;
}

const controls: readonly Control[] = [
  {
    name: 'VS Code alone, one hint',
    everyLine: false,
    file: 'alone.ts',
    text: await example('lenet5.cnn.ts'),
    before: 'conv2d(',
    hint: '→ #×28×28',
  },
  {
    name: 'VS Code alone, 1,000 hints',
    everyLine: true,
    file: 'alone1000.ts',
    text: deepModel(1000),
    before: 'conv2d(1',
    hint: '→ 1#×64×64 · 1#0 params',
  },
];
const subjects: readonly [Subject, ...Subject[]] = [
  {
    name: 'LeNet-5',
    file: 'lenet5.cnn.ts',
    text: await example('lenet5.cnn.ts'),
    before: 'conv2d(',
    hint: '→ #×28×28',
    goal: 50,
  },
  {
    name: 'ResNet-50',
    file: 'resnet50.cnn.ts',
    text: await example('resnet50.cnn.ts'),
    before: 'dense(100',
    hint: '→ 100#',
    goal: 50,
  },
  {
    name: '1,000 layers',
    file: 'layers1000.cnn.ts',
    text: deepModel(1000),
    before: 'conv2d(1',
    hint: '→ 1#×64×64 · 1#0 params',
    goal: 150,
  },
  ...controls,
];

/** Gives the hints of a control, from the text as it is and without any wait. */
async function answerAtOnce(code: VSCode, control: Control): Promise<void> {
  await code.evaluate((vscode, { file, before, hint, everyLine }) => {
    vscode.languages.registerInlayHintsProvider(
      { pattern: `**/${file}` },
      {
        provideInlayHints: (document, { start, end }) => {
          const text = document.getText();
          const at = text.indexOf(before) + before.length;
          const label = hint.replaceAll('#', text.charAt(at));
          const hints: InstanceType<typeof vscode.InlayHint>[] = [];
          for (let line = start.line; line < end.line; line += 1) {
            const { range } = document.lineAt(line);
            if (everyLine || line === document.positionAt(at).line) hints.push(new vscode.InlayHint(range.end, label));
          }
          return hints;
        },
      },
    );
  }, control);
}

/** Selects the digit of the subject in the editor in front, waits for its hint, and gives what to type over it. */
async function selectDigit(code: VSCode, subject: Subject): Promise<string[]> {
  const digit = await code.evaluate(async (vscode, { before, hint }) => {
    const editor = vscode.window.activeTextEditor!;
    const { document } = editor;
    const start = document.positionAt(document.getText().indexOf(before) + before.length);
    editor.selection = new vscode.Selection(start, start.translate(0, 1));
    editor.revealRange(editor.selection, vscode.TextEditorRevealType.InCenter);
    const digit = document.getText(editor.selection);
    const label = hint.replaceAll('#', digit);
    const isThere = async () => {
      const hints = await vscode.commands.executeCommand<{ label: string }[]>(
        'vscode.executeInlayHintProvider',
        document.uri,
        new vscode.Range(0, 0, document.lineCount, 0),
      );
      return hints.some((each) => each.label.startsWith(label));
    };
    while (!(await isThere())) await new Promise((resolve) => setTimeout(resolve, 100));
    return Number(digit);
  }, subject);
  // Each another than the one before.
  return Array.from({ length: warmUps + repetitions }, (_, index) => String(1 + ((digit + 5 * index + 4) % 9)));
}

/** Milliseconds from an edit to hints of the whole file with the digit just typed. */
async function inHost(code: VSCode, subject: Subject): Promise<number[]> {
  const digits = await selectDigit(code, subject);
  const times = await code.evaluate(
    async (vscode, { hint, digits, pause }) => {
      const editor = vscode.window.activeTextEditor!;
      const { document, selection: digit } = editor;
      const all = new vscode.Range(0, 0, document.lineCount, 0);
      const isShown = async (label: string) => {
        const hints = await vscode.commands.executeCommand<{ label: string; position: { line: number } }[]>(
          'vscode.executeInlayHintProvider',
          document.uri,
          all,
        );
        return hints.some((each) => each.position.line === digit.start.line && each.label.startsWith(label));
      };
      const times: number[] = [];
      for (const typed of digits) {
        await new Promise((resolve) => setTimeout(resolve, pause));
        const started = performance.now();
        await editor.edit((edit) => edit.replace(digit, typed));
        // An answer with the hints of the text before is none.
        while (!(await isShown(hint.replaceAll('#', typed))));
        times.push(performance.now() - started);
      }
      return times;
    },
    { hint: subject.hint, digits, pause },
  );
  return times.slice(warmUps);
}

/** Milliseconds from a key that is pressed to a line in the page with that digit and its hint. */
async function inPage(code: VSCode, subject: Subject): Promise<number[]> {
  const digits = await selectDigit(code, subject);
  const { page } = code;
  await page.locator('.view-line', { hasText: subject.before }).first().waitFor();
  const times: number[] = [];
  for (const [index, typed] of digits.entries()) {
    await page.waitForTimeout(pause);
    // The digit that was typed last.
    if (index > 0) await page.keyboard.press('Shift+ArrowLeft');
    const texts = [`${subject.before}${typed}`, subject.hint.replaceAll('#', typed)];
    const drawn = await page.evaluateHandle((texts) => {
      const lines = document.querySelector('.editor-instance .view-lines')!;
      // Between words a line has spaces that do not break.
      const textOf = (line: Element) => (line.textContent ?? '').replaceAll('\u00a0', ' ');
      const isDrawn = () => [...lines.children].some((line) => texts.every((text) => textOf(line).includes(text)));
      if (isDrawn()) throw new Error(`${texts} is there before it is typed`);
      let pressed = 0;
      addEventListener('keydown', ({ timeStamp }) => (pressed = timeStamp), { capture: true, once: true });
      const milliseconds = new Promise<number>((resolve) => {
        const observer = new MutationObserver(() => {
          if (pressed === 0 || !isDrawn()) return;
          observer.disconnect();
          resolve(performance.now() - pressed);
        });
        observer.observe(lines, { subtree: true, childList: true, characterData: true });
      });
      return { milliseconds };
    }, texts);
    await page.keyboard.press(typed);
    times.push(await drawn.evaluate(({ milliseconds }) => milliseconds));
  }
  return times.slice(warmUps);
}

const code = await startVSCode({
  files: Object.fromEntries(subjects.map((each) => [each.file, each.text])),
  // A server's extension host starts programs every few seconds to see which ports are open.
  settings: { 'remote.autoForwardPorts': false },
});
// By then VS Code has started its other extensions, and TypeScript has read the first file.
await code.open(subjects[0].file);
await code.page.waitForTimeout(30_000);
for (const control of controls) await answerAtOnce(code, control);
const figures: Figure[] = [];
for (const subject of subjects) {
  const ways = [
    ['in the extension host', inHost, subject.goal === undefined ? {} : { goal: { atMost: subject.goal } }],
    ['drawn in the page', inPage, {}],
  ] as const;
  await code.open(subject.file);
  for (const [where, measure, goal] of ways) {
    const times = await measure(code, subject);
    figures.push(
      { what: `${subject.name}, ${where}, median`, value: quantile(times, 0.5), unit: 'ms' },
      { what: `${subject.name}, ${where}, 95th percentile`, value: quantile(times, 0.95), unit: 'ms', ...goal },
    );
    console.log(`${subject.name}, ${where}: ${quantile(times, 0.5).toFixed(1)} ms in the median`);
  }
}
await code.close();
await closeBrowser();
await writeResults('keystrokes', figures);
