type Json = string | number | boolean | null | readonly Json[] | { readonly [key: string]: Json };

/** JSON by RFC 8785: the same value gives the same text everywhere, so that its hash can be compared. */
export function canonicalJson(value: unknown): string {
  // What comes back from JSON is JSON; dates and undefined are settled by it.
  return write(JSON.parse(JSON.stringify(value ?? null)) as Json);
}

function write(value: Json): string {
  if (value === null || typeof value !== "object") return JSON.stringify(value);
  if (isList(value)) return `[${value.map(write).join(",")}]`;
  const members = Object.entries(value)
    // By UTF-16 code units, as the standard says and `<` compares.
    .sort(([a], [b]) => (a < b ? -1 : a > b ? 1 : 0))
    .map(([key, member]) => `${JSON.stringify(key)}:${write(member)}`);
  return `{${members.join(",")}}`;
}

function isList(value: Json): value is readonly Json[] {
  return Array.isArray(value);
}
