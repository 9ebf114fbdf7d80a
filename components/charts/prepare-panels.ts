export interface PanelGroup {
  /** What stands before the first "/"; empty for names without one. */
  name: string;
  keys: string[];
}

const collator = new Intl.Collator("en", { numeric: true, sensitivity: "base" });

/** Groups names by what stands before their first "/"; names without one come first. */
export function groupKeys(keys: readonly string[]): PanelGroup[] {
  const groups = new Map<string, string[]>();
  for (const key of keys) {
    const slash = key.indexOf("/");
    const name = slash < 0 ? "" : key.slice(0, slash);
    const group = groups.get(name);
    if (group) group.push(key);
    else groups.set(name, [key]);
  }
  return [...groups]
    .map(([name, members]) => ({ name, keys: members.sort(collator.compare) }))
    .sort((a, b) => collator.compare(a.name, b.name));
}

/** The name before or after a panel's; round and round. */
export function neighbourKey(keys: readonly string[], key: string, delta: 1 | -1): string | null {
  const index = keys.indexOf(key);
  if (index < 0 || keys.length < 2) return null;
  return keys[(index + delta + keys.length) % keys.length] ?? null;
}
