/**
 * Selected runs in the address. A run id is 32 hexadecimal digits; as base64 it is 22 characters, so that a selection
 * of fifty still makes a link that can be sent.
 */
const RUN_ID = /^[0-9a-f]{32}$/;
const CODED = /^[A-Za-z0-9_-]{22}$/;

/** More than this is not written into the address. */
export const MAX_LINKED_RUNS = 100;

export function encodeRunId(uuid: string): string {
  if (!RUN_ID.test(uuid)) return uuid;
  const bytes = uuid.match(/../g)?.map((pair) => Number.parseInt(pair, 16)) ?? [];
  return btoa(String.fromCharCode(...bytes))
    .replaceAll("+", "-")
    .replaceAll("/", "_")
    .replaceAll("=", "");
}

/** The run id behind its short form; null for anything else. Also takes a run id as it is. */
export function decodeRunId(text: string): string | null {
  if (RUN_ID.test(text)) return text;
  if (!CODED.test(text)) return null;
  const bytes = atob(text.replaceAll("-", "+").replaceAll("_", "/"));
  return [...bytes].map((char) => char.charCodeAt(0).toString(16).padStart(2, "0")).join("");
}

/** Which runs are selected: some, or every one that matches save a few. */
export type LinkedSelection =
  | { mode: "some"; ids: readonly string[] }
  | { mode: "all"; except: readonly string[] };

const ALL = "all";

/** Null when there is nothing to write, or too much. */
export function encodeSelection(selection: LinkedSelection): string | null {
  const ids = selection.mode === "some" ? selection.ids : selection.except;
  if (ids.length > MAX_LINKED_RUNS) return null;
  const coded = ids.map(encodeRunId);
  if (selection.mode === "all") return [ALL, ...coded].join("~");
  return coded.length === 0 ? null : coded.join("~");
}

export function decodeSelection(text: string): LinkedSelection {
  const [first, ...rest] = text.split("~").slice(0, MAX_LINKED_RUNS + 1);
  const decode = (codes: readonly string[]) => codes.flatMap((code) => decodeRunId(code) ?? []);
  if (first === ALL) return { mode: "all", except: decode(rest) };
  return { mode: "some", ids: decode(first === undefined ? [] : [first, ...rest]) };
}
