/** Waits for what the host was asked to do and shows why, should it be refused. */
export type Attempt = (action: Promise<void>) => Promise<void>;

export const reasonOf = (error: unknown): string => (error instanceof Error ? error.message : String(error));
