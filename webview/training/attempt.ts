/** Waits for an action of the host, and shows the reason if it is refused. */
export type Attempt = (action: Promise<void>) => Promise<void>;
