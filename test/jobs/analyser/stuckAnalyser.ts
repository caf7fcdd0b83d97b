/** Takes the first request and never answers. */
process.on('message', () => {
  for (;;);
});
process.send?.('ready');
