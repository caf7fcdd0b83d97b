/** An error that the user can fix: its message names the file or place, the numbers and the remedy. */
export class UserError extends Error {
  /** Stable, kebab-case: `idx-truncated`, `run-newer` … */
  readonly code: string;

  constructor(code: string, message: string, options?: ErrorOptions) {
    super(message, options);
    this.name = 'UserError';
    this.code = code;
  }
}
