import assert from 'node:assert/strict';
import { conv2d, dense, flatten, model, relu } from '../../../../src/cnn/index.ts';
import { type Box, type PathMark, type TextMark, textWidth } from '../../../../webview/diagram/picture/marks.ts';
import { print } from '../../../../webview/diagram/picture/palette.ts';
import { marksOf, type Picture } from '../../../../webview/diagram/picture/picture.ts';
import type { Style } from '../../../../webview/diagram/picture/solids.ts';
import { svgText } from '../../../../webview/diagram/picture/svg.ts';
import { opened, readable } from '../../../../webview/diagram/view/camera.ts';
import { navigate } from '../../../../webview/diagram/view/keyboardNavigation.ts';
import { processorTime } from '../../../support/processorTime.ts';
import { draw, networkFrom, zooNetwork } from '../networks.ts';

const overlap = (a: Box, b: Box): boolean =>
  a.x < b.x + b.width && b.x < a.x + a.width && a.y < b.y + b.height && b.y < a.y + a.height;

const texts = (picture: Picture): string[] =>
  marksOf(picture).flatMap((mark) => (mark.kind === 'text' ? mark.text : []));

/** Near enough: what the layout reckons with. */
function boxOf({ x, y, text, anchor, size }: TextMark): Box {
  const width = textWidth(text, size);
  const left = { start: x, middle: x - width / 2, end: x - width }[anchor];
  return { x: left, y: y - 0.8 * size, width, height: size };
}

const zoo = [
  'lenet5',
  'alexnet',
  'vgg16',
  'googlenet',
  'resnet18',
  'resnet50',
  'squeezenet',
  'densenet121',
  'mobilenetv2',
];

describe('picture of a network', () => {
  for (const name of zoo) {
    for (const style of ['volumes', 'planes'] satisfies Style[]) {
      it(`of ${name} in ${style} keeps bodies apart and inside, folded and not`, async () => {
        const network = await zooNetwork(name);
        for (const fold of [true, false]) {
          for (const view of [
            { width: 1600, height: 900 },
            { width: 560, height: 1000 },
          ]) {
            const { volumes, width, height } = draw(network, { style, fold, view });
            for (const [i, { box, volume }] of volumes.entries()) {
              const inside = box.x >= 0 && box.y >= 0 && box.x + box.width <= width && box.y + box.height <= height;
              assert.ok(inside, `${volume.head.name} stands out of the picture`);
              const hit = volumes.slice(i + 1).find((other) => overlap(box, other.box));
              assert.equal(hit, undefined, `${volume.head.name} and ${hit?.volume.head.name} overlap`);
            }
          }
        }
      });
    }
  }

  for (const view of [
    { width: 1600, height: 850 },
    { width: 568, height: 800 },
  ]) {
    it(`can be read as it opens, ${view.width} pixels wide, without scrolling sideways`, async () => {
      for (const name of zoo) {
        const picture = draw(await zooNetwork(name), { fold: null, view, least: readable });
        const { scale } = opened(picture, view);
        assert.ok(12 * scale >= 11, `the words of ${name} are ${12 * scale} pixels high`);
        assert.ok(picture.width * scale <= view.width + 1, `${name} is ${picture.width * scale} pixels wide`);
      }
    });
  }

  it('lets no word or number hide another', async () => {
    for (const name of zoo) {
      const network = await zooNetwork(name);
      for (const style of ['volumes', 'planes'] satisfies Style[]) {
        for (const fold of [true, false]) {
          const written = marksOf(draw(network, { style, fold })).flatMap((mark) =>
            mark.kind === 'text' ? [{ mark, box: boxOf(mark) }] : [],
          );
          for (const [i, { mark, box }] of written.entries()) {
            const hit = written.slice(i + 1).find((other) => overlap(box, other.box));
            assert.equal(hit, undefined, `${name} in ${style}: “${mark.text}” and “${hit?.mark.text}”`);
          }
        }
      }
    }
  });

  it('shows every layer of the model, each once', async () => {
    for (const name of zoo) {
      const network = await zooNetwork(name);
      for (const fold of [true, false]) {
        const nodes = draw(network, { fold }).volumes.flatMap((drawn) => drawn.nodes);
        assert.deepEqual(
          nodes.toSorted((a, b) => a - b),
          network.nodes.map(({ id }) => id),
        );
      }
    }
  });

  it('connects what the model connects', async () => {
    const network = await zooNetwork('googlenet');
    for (const { volume, inputs } of draw(network).volumes)
      assert.deepEqual(inputs.toSorted(), [...volume.inputs].toSorted(), volume.head.name);
  });

  it('draws AlexNet in one row, with the sizes of its figure at the edges', async () => {
    const picture = draw(await zooNetwork('alexnet'));
    const maps = picture.volumes.filter(({ volume }) => volume.shape.length === 3);
    const middles = maps.map(({ box }) => box.y + box.height / 2);
    assert.ok(Math.max(...middles) - Math.min(...middles) < 30, 'the maps are not in one row');
    const written = texts(picture);
    // Krizhevsky et al., 2012, figure 2, and the kernels that it names.
    for (const size of ['55', '27', '13', '96', '256', '384', '4096', '1000']) assert.ok(written.includes(size), size);
    for (const kernel of ['11×11, stride 4', '5×5, 2 groups', '3×3']) assert.ok(written.includes(kernel), kernel);
  });

  it('writes sizes in planes as the figure of LeNet-5 does', async () => {
    const written = texts(draw(await zooNetwork('lenet5'), { style: 'planes' }));
    // LeCun et al., 1998, figure 2, but for its input of 32×32, which is padded here.
    for (const size of ['6@28×28', '6@14×14', '16@10×10', '16@5×5', '120', '84', '10'])
      assert.ok(written.includes(size), size);
  });

  it('folds by itself what would be too much to read', async () => {
    const counts = await Promise.all(
      ['lenet5', 'vgg16', 'resnet50', 'densenet121'].map(async (name) => {
        const { folded, volumes } = draw(await zooNetwork(name), { fold: null });
        return [folded, volumes.length <= 45];
      }),
    );
    assert.deepEqual(counts, [
      [false, true],
      [false, true],
      [true, true],
      [true, true],
    ]);
    const folded = texts(draw(await zooNetwork('densenet121'), { fold: null }));
    assert.ok(folded.includes('× 24 → 1024@14×14'), 'what comes out of the third dense block is not said');
  });

  it('projects a kernel from every map that has one to the value that it gives', async () => {
    const picture = draw(await zooNetwork('lenet5'));
    const kernels = picture.kernels.filter((mark): mark is PathMark => mark.kind === 'path' && mark.width === 1.4);
    assert.equal(kernels.length, 4);
  });

  it('is navigated along its edges and across its branches', async () => {
    const { volumes } = draw(await zooNetwork('googlenet'), { fold: true });
    const at = (name: string) => volumes.find(({ volume }) => volume.head.name === name)!.volume.index;
    const name = (index: number) => volumes.find(({ volume }) => volume.index === index)!.volume.head.name;
    assert.equal(name(navigate(volumes, at('conv2d_1'), 'ArrowRight')), 'maxPool2d_1');
    assert.equal(name(navigate(volumes, at('conv2d_1'), 'ArrowLeft')), 'input');
    assert.equal(name(navigate(volumes, at('input'), 'ArrowLeft')), 'input');
    const branch = navigate(volumes, at('maxPool2d_2'), 'ArrowRight');
    const column = new Set([branch]);
    for (let i = 0; i < 3; i++)
      for (const key of ['ArrowUp', 'ArrowDown'] as const)
        for (const from of [...column]) column.add(navigate(volumes, from, key));
    assert.ok(column.size >= 4, 'the other branches cannot be reached');
    assert.equal(name(navigate(volumes, at('input'), 'End')), 'dense_1');
  });

  it('of 1,000 layers is drawn as fast as one can type', async () => {
    const layers = Array.from({ length: 500 }, () => [conv2d(8, 3, { padding: 1 }), relu()]).flat();
    const network = networkFrom(model({ input: [3, 32, 32], layers: [...layers, flatten(), dense(10)] }));
    const spent = await processorTime(() => assert.equal(draw(network).volumes.length, 502), 3);
    assert.ok(spent < 500, `it took ${spent.toFixed(0)} ms`);
  });

  it('is an SVG file by itself', () => {
    const layers = [conv2d(4, 3, { name: 'edges' }), flatten(), dense(2)];
    const network = networkFrom(model({ name: 'A <small> & "odd" one', input: [1, 8, 8], layers }));
    const svg = svgText(draw(network), print, network.name, 'serif, "Times New Roman"');
    assert.match(svg, /^<svg xmlns="http:\/\/www.w3.org\/2000\/svg" viewBox="0 0 \d+ \d+"/);
    assert.match(svg, /<title>A &lt;small> &amp; &quot;odd&quot; one<\/title>/);
    assert.doesNotMatch(svg, /var\(|NaN|undefined|class=|href/);
    assert.equal(svg.match(/<text /g)?.length, svg.match(/<\/text>/g)?.length);
  });
});
