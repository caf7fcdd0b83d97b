import {
  adam,
  avgPool2d,
  concat,
  conv2d,
  cosine,
  crossEntropy,
  dense,
  flatten,
  input,
  mnist,
  model,
  radialBasis,
  selectChannels,
  sequential,
  type Tensor,
  tanh,
} from 'cnn-lab';

/** The paper's squashing function, which keeps 1 and −1: f(a) = 1.7159 · tanh(2/3 · a). */
const squash = () => tanh({ amplitude: 1.7159, slope: 2 / 3 });

/** Subsampling that learns: the mean of 2×2 pixels times a coefficient, plus a bias, one pair for each map. */
const subsample = (maps: number) => sequential([avgPool2d(2), conv2d(maps, 1, { groups: maps }), squash()]);

/** Table 1: the maps of S2 that each of the 16 maps of C3 sees. What differs cannot learn the same. */
const connections = [
  [0, 1, 2],
  [1, 2, 3],
  [2, 3, 4],
  [3, 4, 5],
  [0, 4, 5],
  [0, 1, 5],
  [0, 1, 2, 3],
  [1, 2, 3, 4],
  [2, 3, 4, 5],
  [0, 3, 4, 5],
  [0, 1, 4, 5],
  [0, 1, 2, 5],
  [0, 1, 3, 4],
  [1, 2, 4, 5],
  [0, 2, 3, 5],
  [0, 1, 2, 3, 4, 5],
];

/** One kernel for each map, over the maps that it is connected with. */
function partlyConnected(x: Tensor): Tensor {
  const [first, second, ...more] = connections.map((maps) => conv2d(1, 5)(selectChannels(maps)(x)));
  return concat(first, second, ...more);
}

/** Figure 3: the ten digits in 7×12 pixels, drawn after those of the paper. The output of F6 is compared with them. */
const digits = `
.......  .......  .......  .......  .......  .......  .......  .......  .......  .......
..###..  ...##..  ..###..  ..###..  ....##.  .#####.  ..####.  .######  ..###..  ..###..
.##.##.  ..###..  .##.##.  .#..##.  ...###.  .##....  .##....  .....##  .##.##.  .##.##.
##...##  .####..  ##...##  .....##  ..####.  .##....  ##.....  ....##.  ##...##  ##...##
##...##  ...##..  .....##  .....##  .##.##.  .####..  ##.....  ....##.  ##...##  ##...##
##...##  ...##..  ....##.  ..####.  ##..##.  .##.##.  #####..  ...##..  .#####.  ##...##
##...##  ...##..  ...##..  ....##.  ##..##.  .....##  ##..##.  ...##..  .#####.  .##..##
##...##  ...##..  ..##...  .....##  #######  .....##  ##...##  ..##...  ##...##  ..#####
##...##  ...##..  .##....  .....##  ....##.  .....##  ##...##  ..##...  ##...##  .....##
.##.##.  ...##..  ##.....  .#..##.  ....##.  .##.##.  .##.##.  .##....  .##.##.  ....##.
..###..  .######  #######  ..###..  ....##.  ..###..  ..###..  .##....  ..###..  .####..
.......  .......  .......  .......  .......  .......  .......  .......  .......  .......
`;

/** Each digit as the 84 outputs that F6 should have: 1 where there is ink, else −1. */
const rows = digits
  .trim()
  .split('\n')
  .map((row) => row.split('  '));
const bitmaps = rows[0]!.map((_, digit) =>
  rows.flatMap((row) => [...row[digit]!].map((pixel) => (pixel === '#' ? 1 : -1))),
);

const image = input([1, 28, 28]);
const features = sequential([
  conv2d(6, 5, { padding: 2, name: 'C1' }), // the paper's images are 32×32
  squash(),
  subsample(6),
])(image);
const shapes = sequential([squash(), subsample(16)])(partlyConnected(features));
const output = sequential([
  conv2d(120, 5, { name: 'C5' }),
  squash(),
  flatten(),
  dense(84, { name: 'F6' }),
  squash(),
  radialBasis(bitmaps),
])(shapes);

/**
 * LeNet-5 as published: 60,000 trainable parameters.
 * LeCun, Bottou, Bengio & Haffner, "Gradient-Based Learning Applied to Document Recognition", 1998, section II.B.
 *
 * Cross-entropy of minus the squared distances is the paper's equation 9 without the constant for what is no digit.
 */
export default model({
  name: 'LeNet-5 of 1998',
  inputs: image,
  outputs: output,
  data: mnist(),
  training: {
    epochs: 20,
    batchSize: 128,
    loss: crossEntropy(),
    optimizer: adam({ learningRate: cosine(2e-3) }),
    seed: 1,
  },
});
