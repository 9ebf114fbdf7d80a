import { type Document, isMap, isNode, isScalar, LineCounter, parseDocument, visit } from "yaml";

const MAX_DEPTH = 40;
/** More brackets than this are no declaration; a parser needs seconds for tens of thousands that nest. */
const MAX_BRACKETS = 4_000;
const TOO_DEEP = "This is nested too deeply.";

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

/** What a small text must not do: repeat parts of itself, or nest so deeply that whoever walks it falls. */
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
  });
  const problems = [...document.errors, ...document.warnings].map(({ pos, message }) => ({
    line: lines.linePos(pos[0]).line,
    field: "",
    message,
  }));
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
  const tooDeep = { problems: [{ line: 1, field: "", message: TOO_DEEP }] };
  if ((text.match(/[[{]/g) ?? []).length > MAX_BRACKETS) return tooDeep;
  try {
    return read(text);
  } catch (error) {
    if (!(error instanceof RangeError)) throw error;
    return tooDeep;
  }
}
