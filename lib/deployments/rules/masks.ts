/** What the log of predictions keeps instead of what it must not keep. */
export const MASK = "[masked]";
