/** The texts of signature help: all parameters of a builder, and the one at the cursor with its meaning. */
import type { ReferenceEntry, ReferenceField } from '../../model/reference.ts';
import type { OpenCall } from '../analysis/scan.ts';

export interface SignatureText {
  readonly label: string;
  /** Markdown: what the builder is for. */
  readonly text: string;
  readonly parameters: readonly {
    /** Its range in the label. */
    readonly place: readonly [start: number, end: number];
    /** Markdown: meaning, unit, default. */
    readonly text: string;
  }[];
  /** Index of the parameter at the cursor; `null` between the names of options. */
  readonly active: number | null;
}

export function signatureText(entry: ReferenceEntry, { argument, keys }: OpenCall): SignatureText {
  const { name, positional, options } = entry;
  const [outer, inner] = keys;
  // Tensors are rest parameters.
  const repeats = positional.at(-1)?.type.endsWith('…') ?? false;
  const inOptions = argument >= positional.length || repeats ? outer : undefined;
  if (inOptions === undefined) {
    const index = repeats ? Math.min(argument, positional.length - 1) : argument;
    const active = index < positional.length ? index : null;
    return { ...written(`${name}(`, positional, options, ')'), text: entry.purpose || entry.summary, active };
  }
  // Inside an option that is itself an object, that object's options are shown.
  const owner = inner === undefined ? undefined : options.find((option) => option.name === inOptions);
  if (owner && owner.fields.length > 0 && inner !== undefined) {
    const active = find(owner.fields, inner);
    return { ...written(`${owner.name}: { `, [], owner.fields, ' }'), text: owner.text, active };
  }
  const option = find(options, inOptions);
  const active = option === null ? null : positional.length + option;
  return { ...written(`${name}(`, positional, options, ')'), text: entry.purpose || entry.summary, active };
}

function written(
  open: string,
  positional: readonly ReferenceField[],
  options: readonly ReferenceField[],
  close: string,
): Pick<SignatureText, 'label' | 'parameters'> {
  const parameters: SignatureText['parameters'][number][] = [];
  let label = open;
  const write = (fields: readonly ReferenceField[]) => {
    for (const [index, field] of fields.entries()) {
      if (index > 0) label += ', ';
      const start = label.length;
      label += `${field.name}${field.optional ? '?' : ''}`;
      parameters.push({ place: [start, label.length], text: field.text });
    }
  };
  write(positional);
  const braces = options.length > 0 && close === ')';
  if (braces) label += positional.length > 0 ? ', { ' : '{ ';
  write(options);
  if (braces) label += ' }';
  return { label: label + close, parameters };
}

/** The field that a key names; an incomplete key names the only one that starts with it. */
function find(fields: readonly ReferenceField[], key: string): number | null {
  const exact = fields.findIndex(({ name }) => name === key);
  if (exact >= 0 || key === '') return exact >= 0 ? exact : null;
  const begun = fields.flatMap(({ name }, index) => (name.startsWith(key) ? [index] : []));
  return begun.length === 1 ? begun[0]! : null;
}
