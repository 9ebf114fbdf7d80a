import {
  type Document,
  isMap,
  isNode,
  isScalar,
  LineCounter,
  parseDocument,
  visit,
  type YAMLMap,
} from "yaml";
import { crowdedLine } from "@/lib/core/yaml-bounds";

const MAX_DEPTH = 40;
const BOUNDS = { brackets: 2_000, onLine: 200, indent: 200 };
const TOO_DEEP = "This is nested too deeply.";
const TOO_CROWDED = "This is nested too deeply, or too much of it stands on one line.";
/** Nobody reads more of them, and to find the line of each takes time. */
export const MAX_PROBLEMS = 50;

export interface YamlProblem {
  /** From 1. */
  line: number;
  /** Names joined by dots; empty where the text is no YAML at all. */
  field: string;
  message: string;
}

interface ReadYaml {
  value: unknown;
  lineOf: (path: readonly PropertyKey[]) => number;
}

type Place = Document.Parsed | ReturnType<Document.Parsed["getIn"]>;

/** Where a field stands: its name where there is one, else its value; null for one that is not there. */
function offsetOf(document: Document.Parsed, path: readonly PropertyKey[]): number | null {
  const parent: Place =
    path.length < 2 ? document.contents : document.getIn(path.slice(0, -1), true);
  if (isMap(parent)) {
    const name = String(path.at(-1));
    const pair = parent.items.find(({ key }) => isScalar(key) && String(key.value) === name);
    if (isNode(pair?.key)) return pair.key.range?.[0] ?? null;
  }
  const node: Place = path.length === 0 ? document.contents : document.getIn(path, true);
  return isNode(node) ? (node.range?.[0] ?? null) : null;
}

/** The first name of a map that stands in it twice. The parser would compare each with all others. */
function findTwin({ items }: YAMLMap): number | null {
  const names = new Set<unknown>();
  for (const { key } of items) {
    if (!isScalar(key)) continue;
    if (names.has(key.value)) return key.range?.[0] ?? 0;
    names.add(key.value);
  }
  return null;
}

/** What a small text must not do: name a thing twice, repeat parts of itself, or nest so deeply that whoever walks it falls. */
function findExcess(document: Document.Parsed, lines: LineCounter): YamlProblem[] {
  const found: YamlProblem[] = [];
  const at = (offset: number | undefined, message: string) => {
    found.push({ line: lines.linePos(offset ?? 0).line, field: "", message });
    return visit.BREAK;
  };
  visit(document, {
    Alias: (_key, node) => at(node.range?.[0], "Anchors and aliases are not taken. Write it out."),
    Node: (_key, node, path) =>
      path.length > MAX_DEPTH ? at(node.range?.[0], TOO_DEEP) : undefined,
    Map: (_key, node, path) => {
      if (path.length > MAX_DEPTH) return at(node.range?.[0], TOO_DEEP);
      const twin = findTwin(node);
      return twin === null ? undefined : at(twin, "This name stands here twice.");
    },
  });
  return found;
}

function read(text: string): ReadYaml | { problems: YamlProblem[] } {
  const lines = new LineCounter();
  const document = parseDocument(text, {
    lineCounter: lines,
    prettyErrors: false,
    schema: "core",
    stringKeys: true,
    uniqueKeys: false,
  });
  const problems = [...document.errors, ...document.warnings]
    .slice(0, MAX_PROBLEMS)
    .map(({ pos, message }) => ({ line: lines.linePos(pos[0]).line, field: "", message }));
  if (problems.length > 0) return { problems };
  const excess = findExcess(document, lines);
  if (excess.length > 0) return { problems: excess };
  return {
    value: document.toJS({ maxAliasCount: 0 }),
    lineOf: (path) => {
      for (let length = path.length; length >= 0; length -= 1) {
        const offset = offsetOf(document, path.slice(0, length));
        if (offset !== null) return lines.linePos(offset).line;
      }
      return 1;
    },
  };
}

/** A YAML text as plain values, or what is wrong with it. */
export function readYaml(text: string): ReadYaml | { problems: YamlProblem[] } {
  const crowded = crowdedLine(text, BOUNDS);
  if (crowded !== null) return { problems: [{ line: crowded, field: "", message: TOO_CROWDED }] };
  try {
    return read(text);
  } catch (error) {
    if (!(error instanceof RangeError)) throw error;
    return { problems: [{ line: 1, field: "", message: TOO_DEEP }] };
  }
}
