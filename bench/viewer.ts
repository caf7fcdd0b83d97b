/**
 * The activation viewer in a real VS Code: pictures of LeNet-5 per second, with all layers in view, while a slider
 * moves without rest.
 */
import { writeResults } from '../scripts/benchResults.ts';
import { closeBrowser } from '../scripts/vscode/browser.ts';
import { startVSCode } from '../scripts/vscode/startVSCode.ts';

const seconds = 5;

const code = await startVSCode({ openFile: 'lenet5.cnn.ts', size: { width: 1600, height: 1000 } });
await code.page.getByText('→ 16×10×10').first().waitFor();
await code.runCommand('workbench.action.closeSidebar');
await code.runCommand('cnnLab.openViewer');
await code.runCommand('workbench.action.joinAllGroups');
const panel = code.webview();
await panel.getByRole('heading', { name: 'LeNet-5', exact: true }).waitFor();
await panel.locator('main[aria-busy="false"] .layer canvas').first().waitFor();
const slider = panel.getByRole('slider', { name: 'Right', exact: true });
/** By layer in view, pictures drawn. */
const drawn = await slider.evaluate(
  (input, duration) =>
    new Promise<number[]>((resolve) => {
      const range = input as HTMLInputElement;
      const inView = [...document.querySelectorAll<HTMLCanvasElement>('.strip canvas')].filter((canvas) => {
        const { top, bottom } = canvas.getBoundingClientRect();
        return bottom > 0 && top < innerHeight;
      });
      const counts = new Map(inView.map((canvas) => [canvas, 0]));
      const { putImageData } = CanvasRenderingContext2D.prototype;
      CanvasRenderingContext2D.prototype.putImageData = function (this: CanvasRenderingContext2D, ...args: unknown[]) {
        const count = counts.get(this.canvas);
        if (count !== undefined) counts.set(this.canvas, count + 1);
        Reflect.apply(putImageData, this, args);
      };
      const begin = performance.now();
      let moves = 0;
      const move = () => {
        if (performance.now() - begin > duration) {
          resolve([...counts.values()]);
          return;
        }
        moves++;
        range.value = String((moves % 13) - 6);
        range.dispatchEvent(new Event('input', { bubbles: true }));
        requestAnimationFrame(move);
      };
      requestAnimationFrame(move);
    }),
  1000 * seconds,
);
const rate = Math.min(...drawn) / seconds;
const figures = [
  { what: 'LeNet-5, pictures a second while a slider moves', value: rate, unit: '/s', goal: { atLeast: 15 } },
  { what: 'layers in each', value: drawn.length, unit: '' },
];
await writeResults('viewer', figures);
for (const { what, value, unit } of figures) console.log(`${what}: ${value.toFixed(1)} ${unit}`);
await code.close();
await closeBrowser();
