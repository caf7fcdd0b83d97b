/** Many layers, as a person writes them: five stages of convolutions, one call a line, and a head of ten. */
export function deepModel(layerCount: number): string {
  const pairs = (layerCount - 10) / 10;
  const stage = (channels: number) =>
    Array.from({ length: pairs }, (_, index) => [
      index === pairs - 1 ? 'maxPool2d(2),' : `conv2d(${channels}, 3, { padding: 1 }),`,
      'relu(),',
    ]).flat();
  const layers = [...[16, 32, 64, 128, 256].flatMap(stage), 'flatten(),', 'dense(512),', 'relu(),', 'dropout(0.5),'];
  layers.push('dense(256),', 'relu(),', 'dropout(0.5),', 'dense(64),', 'relu(),', 'dense(10),');
  return `import { conv2d, dense, dropout, flatten, maxPool2d, model, relu } from 'cnn-lab';

export default model({
  input: [1, 64, 64],
  layers: [
    ${layers.join('\n    ')}
  ],
});
`;
}
