/** Types of a tensor's elements; `bool` holds 0 and 1. */
export type DType = 'float32' | 'int32' | 'uint8' | 'bool';
