/** Checks that every engine makes before it runs a program, so that all fail with the same messages. */
import type { DType } from '../tensor/dtype.ts';
import type { Program, ProgramInput } from '../tensor/program.ts';
import { formatShape, sizeOf } from '../tensor/shape.ts';
import type { TensorData } from './engine.ts';

/** The data for an input. Throws if it is missing or has another type or length. */
export function inputData({ name, value }: ProgramInput, inputs: Readonly<Record<string, TensorData>>): TensorData {
  const data = inputs[name];
  if (data === undefined) {
    throw new Error(`The program needs the input '${name}'; given are ${quotedNames(Object.keys(inputs))}`);
  }
  if (dtypeOf(data) !== value.dtype) {
    throw new TypeError(`The input '${name}' is ${value.dtype}, not ${dtypeOf(data)}`);
  }
  if (data.length !== sizeOf(value.shape)) {
    throw new RangeError(
      `The input '${name}' of shape ${formatShape(value.shape)} takes ${sizeOf(value.shape)} values, not ${data.length}`,
    );
  }
  return data;
}

/** Throws if there is data for no input of the program: most likely a misspelt name. */
export function refuseUnknownInputs(program: Program, inputs: Readonly<Record<string, TensorData>>): void {
  for (const name of Object.keys(inputs)) {
    if (!program.inputs.some((input) => input.name === name)) {
      throw new Error(
        `The program has no input '${name}', only ${quotedNames(program.inputs.map((input) => input.name))}`,
      );
    }
  }
}

function dtypeOf(data: TensorData): Exclude<DType, 'bool'> {
  if (data instanceof Float32Array) return 'float32';
  return data instanceof Int32Array ? 'int32' : 'uint8';
}

/** `'x', 'rate'`, for messages. */
export const quotedNames = (names: readonly string[]): string =>
  names.length === 0 ? 'none' : names.map((name) => `'${name}'`).join(', ');
