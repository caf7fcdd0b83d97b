/** On a logarithmic axis, only 1, 2 and 5 times a power of ten get labels; more would crowd. */
export function isLogTick(value: number): boolean {
  const digit = Math.round(value / 10 ** Math.floor(Math.log10(value) + 1e-9));
  return digit === 1 || digit === 2 || digit === 5;
}
