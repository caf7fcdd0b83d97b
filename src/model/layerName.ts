/** Names of layers. They prefix the names of weights and become identifiers in exported code. */
import * as l10n from '@vscode/l10n';
import { Complaint } from './problem.ts';
import { describe, type Reader } from './values.ts';

export const isLayerName = (text: string): boolean => /^[A-Za-z_][A-Za-z0-9_]*$/.test(text);

export const layerName: Reader<string> = ({ raw, path, label }) => {
  if (typeof raw === 'string' && isLayerName(raw)) return raw;
  const message = l10n.t(
    '{0} must be letters, digits and _, not starting with a digit; it is {1}.',
    label(),
    describe(raw),
  );
  throw new Complaint('invalid-name', path, message);
};
