const YEAR_SECONDS = 31_536_000;

/** Keeps something for a year in this browser, where the server reads it too. */
export function remember(name: string, value: string): void {
  // The Cookie Store API is missing on plain http, where many self-hosted servers live.
  const attributes = `path=/; max-age=${YEAR_SECONDS}; samesite=lax`;
  Reflect.set(document, "cookie", `${name}=${value}; ${attributes}`);
}
