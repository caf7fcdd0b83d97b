/** Skips a test, or a whole suite from its `before`, and prints why, so that nobody takes it for passed. */
export function skip(context: Mocha.Context, reason: string): never {
  console.error(`\n  !! SKIPPED: ${context.test?.fullTitle() ?? 'a test'}: ${reason}\n`);
  return context.skip();
}
