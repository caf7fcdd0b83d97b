/** Takes the first request and fills its memory. */
process.on('message', () => {
  const kept: unknown[] = [];
  for (;;) kept.push(new Array(1e6).fill(kept));
});
process.send?.('ready');
