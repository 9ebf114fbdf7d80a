import type { RevisionDto } from "../dto/deployments";

export interface RevisionChange {
  name: string;
  /** Null on the side that has no such setting. */
  before: string | null;
  after: string | null;
}

type Compared = Pick<RevisionDto, "model" | "version" | "backend">;

function textOf(value: unknown): string {
  if (Array.isArray(value)) return value.join(" ");
  return typeof value === "string" || typeof value === "number" ? String(value) : "";
}

const factsOf = ({ model, version, backend }: Compared): Map<string, string> =>
  new Map([
    ["model", model],
    ["version", String(version)],
    ...Object.entries(backend).map(
      ([name, value]) => [name === "kind" ? "backend" : name, textOf(value)] as const,
    ),
  ]);

/** What is another one in a revision than in the one it is compared with. */
export function revisionChanges(before: Compared, after: Compared): RevisionChange[] {
  const [old, present] = [factsOf(before), factsOf(after)];
  return [...new Set([...old.keys(), ...present.keys()])].flatMap((name) => {
    const change = { name, before: old.get(name) ?? null, after: present.get(name) ?? null };
    return change.before === change.after ? [] : [change];
  });
}
