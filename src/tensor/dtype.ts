/** Element types of tensors; `bool` holds 0 and 1. */
export type DType = 'float32' | 'int32' | 'uint8' | 'bool';

export const dtypeBytes: Readonly<Record<DType, number>> = { float32: 4, int32: 4, uint8: 1, bool: 1 };
