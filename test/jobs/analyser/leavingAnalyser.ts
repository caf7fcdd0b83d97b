/** Takes the first request and ends. */
process.on('message', () => process.exit(7));
process.send?.('ready');
