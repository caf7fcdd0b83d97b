/** Waits for what the host was asked to do and shows why, should it be refused. */
export type Attempt = (action: Promise<void>) => Promise<void>;
