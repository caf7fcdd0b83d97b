/**
 * How a rejected call crosses between a webview and its host (as options of birpc): VS Code sends messages as JSON,
 * which loses errors.
 */
export const refusals = {
  serialize: (message: object): object =>
    'e' in message && message.e instanceof Error ? { ...message, e: message.e.message } : message,
  deserialize: (message: object): object =>
    'e' in message && typeof message.e === 'string' ? { ...message, e: new Error(message.e) } : message,
};
