/** Layers that only change the shape, and layers of vectors. */
import type { AttributesOf } from '../../../model/layers/index.ts';
import { indent, pythonBool, pythonCall, pythonList, pythonSize, pythonText, pythonTuple } from '../python.ts';
import { border, called, either, kept, type Step, type WriteLayer } from '../step.ts';

export const dense: WriteLayer<AttributesOf<'dense'>> = ({ units, bias }, [[features = 0]]) => [
  kept(pythonCall('nn.Linear', [features, units], [['bias', pythonBool(bias), 'True']])),
];

const radialHelper = `def radial_basis(x, centres):
    """Minus the squared distance of each vector from each centre."""
    return -(x.unsqueeze(1) - x.new_tensor(centres)).square().sum(2)`;

/** One centre per line; the last closes both brackets. */
export const radialBasis: WriteLayer<AttributesOf<'radialBasis'>> = ({ centres }) => {
  const rows = indent([...centres.map((centre) => `    ${pythonList(centre)},`), ']'], 2);
  return [called((x) => pythonCall('radial_basis', [x, ['[', ...rows].join('\n')]), radialHelper)];
};

export const selectChannels: WriteLayer<AttributesOf<'selectChannels'>> = ({ channels }) => [
  called((x) => `${x}[:, ${pythonList(channels)}]`),
];

const flat: Step = { module: 'nn.Flatten()', call: (x) => `torch.flatten(${x}, 1)`, role: 'layer', helper: null };

export const flatten = () => [flat];

export const reshape: WriteLayer<AttributesOf<'reshape'>> = ({ shape }, [input]) => {
  if (shape.length === 1) return [flat];
  const unflatten = pythonCall('nn.Unflatten', [1, pythonTuple(shape)]);
  const module = input.length === 1 ? unflatten : `nn.Sequential(nn.Flatten(), ${unflatten})`;
  return [{ ...flat, module, call: (x) => pythonCall(`${x}.reshape`, [-1, ...shape]) }];
};

export const zeroPad2d: WriteLayer<AttributesOf<'zeroPad2d'>> = ({ padding }) => [border('layer', padding)];

export const upsample2d: WriteLayer<AttributesOf<'upsample2d'>> = ({ scale, mode }) => [
  either(
    'nn.Upsample',
    'F.interpolate',
    [],
    [
      ['scale_factor', pythonSize(scale), ''],
      ['mode', pythonText(mode), '"nearest"'],
    ],
  ),
];
