/**
 * Names in what is exported. A layer becomes an attribute of a PyTorch module, which Python's keywords and the
 * module's own attributes forbid to some names; weights are called the same in every format.
 */
import type { ModelSpec } from '../model/spec.ts';

const keywords = new Set(
  (
    'False None True and as assert async await break class continue def del elif else except finally for from global ' +
    'if import in is lambda nonlocal not or pass raise return try while with yield'
  ).split(' '),
);

/** Public attributes of `nn.Module` and `nn.Sequential`, of PyTorch 1.13 and later. */
const moduleAttributes = new Set(
  (
    'T_destination add_module append apply bfloat16 buffers call_super_init children compile cpu cuda double ' +
    'dump_patches eval extend extra_repr float forward get_buffer get_extra_state get_parameter get_submodule half ' +
    'insert ipu load_state_dict modules mtia named_buffers named_children named_modules named_parameters parameters ' +
    'pop register_backward_hook register_buffer register_forward_hook register_forward_pre_hook ' +
    'register_full_backward_hook register_full_backward_pre_hook register_load_state_dict_post_hook ' +
    'register_load_state_dict_pre_hook register_module register_parameter register_state_dict_post_hook ' +
    'register_state_dict_pre_hook requires_grad_ set_extra_state set_submodule share_memory state_dict to to_empty ' +
    'train training type xpu zero_grad'
  ).split(' '),
);

/** Unique Python names, in the order they are requested; a taken one gets a trailing `_`. */
export class PythonNames {
  readonly #taken = new Set<string>();

  take(wanted: string): string {
    // Names with a leading `_` belong to the module, or would be mangled by Python.
    let name = wanted.startsWith('_') ? `layer${wanted}` : wanted;
    while (this.#taken.has(name) || keywords.has(name) || moduleAttributes.has(name)) name += '_';
    this.#taken.add(name);
    return name;
  }
}

/** Each layer's attribute by its name; almost always the name itself. */
export function attributeNames({ layers }: ModelSpec, names = new PythonNames()): ReadonlyMap<string, string> {
  return new Map(layers.map(({ name }) => [name, names.take(name)]));
}

/** The name of each parameter or buffer in a state_dict: `conv2d_1.weight`. */
export function stateNames(model: ModelSpec): (parameter: string) => string {
  const attributes = attributeNames(model);
  return (parameter) => {
    const dot = parameter.lastIndexOf('.');
    const layer = parameter.slice(0, dot);
    return `${attributes.get(layer) ?? layer}${parameter.slice(dot)}`;
  };
}

/** A Python class name for any model name: `résnet 20!` → `Resnet20`. */
export function className(modelName: string): string {
  const words = modelName
    .normalize('NFKD')
    .replace(/\p{M}/gu, '')
    .split(/[^A-Za-z0-9]+/);
  const name = words.map((word) => word.charAt(0).toUpperCase() + word.slice(1)).join('');
  if (name === '') return 'Net';
  return /^\d/.test(name) || keywords.has(name) || importedNames.includes(name) ? `Net${name}` : name;
}

/** Capitalised names that the exported files import or define themselves. */
const importedNames = [
  ...['F', 'Path', 'OrderedDict', 'DataLoader', 'Dataset', 'TensorDataset', 'Changed'],
  ...['CLASSES', 'MEAN', 'STD', 'EPOCHS', 'SEED'],
];
