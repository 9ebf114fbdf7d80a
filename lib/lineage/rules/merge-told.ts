import { contentKeyOf, type FacetValue } from "./external-datasets";
import type { ToldNode } from "./told";

/** The newest that was told of one facet; the value is null once it was deleted or was too large to be kept. */
export interface KeptFacet {
  at: number;
  value: FacetValue | null;
  /** Characters of a value that was too large. */
  size?: number;
}

/** What is kept of a node that other systems told of. */
export interface KeptNode {
  namespace: string;
  name: string;
  contentKey: string;
  state: string;
  stateAt: number;
  firstAt: number;
  lastAt: number;
  facets: Readonly<Record<string, KeptFacet>>;
}

export const FACET_LIMITS = {
  /** Of one node. */
  count: 60,
  /** Characters of one, as JSON. */
  size: 32_768,
  /** Characters of a name. */
  name: 200,
} as const;

/** What is used of facets, and therefore kept before any other. */
export const USED_FACETS = new Set([
  "columnLineage",
  "documentation",
  "errorMessage",
  "ownership",
  "parent",
  "schema",
  "tags",
  "version",
]);

const ENDED: ReadonlySet<string> = new Set(["COMPLETE", "FAIL", "ABORT"]);

interface State {
  state: string;
  stateAt: number;
}

/** A run that ended stays so whatever comes late; of two ends, and of two other states, the later one counts. */
function laterState(one: State, other: State): State {
  const rank = ({ state, stateAt }: State) =>
    [state === "" ? 0 : ENDED.has(state) ? 2 : 1, stateAt, state] as const;
  const [a, b] = [rank(one), rank(other)];
  for (const place of [0, 1, 2] as const) {
    if (a[place] > b[place]) return one;
    if (a[place] < b[place]) return other;
  }
  return one;
}

function keptFacet(value: FacetValue | null, at: number): KeptFacet {
  const size = value === null ? 0 : JSON.stringify(value).length;
  return size > FACET_LIMITS.size ? { at, value: null, size } : { at, value };
}

/** Of one facet the later; of two of one time always the same one, whichever came first. */
function laterFacet(one: KeptFacet, other: KeptFacet): KeptFacet {
  if (one.at !== other.at) return one.at > other.at ? one : other;
  return JSON.stringify(one) >= JSON.stringify(other) ? one : other;
}

function mergeFacets(
  one: KeptNode["facets"],
  other: KeptNode["facets"],
): Readonly<Record<string, KeptFacet>> {
  const merged = new Map(Object.entries(one));
  for (const [key, facet] of Object.entries(other)) {
    const known = merged.get(key);
    merged.set(key, known ? laterFacet(known, facet) : facet);
  }
  const order = (key: string) => (USED_FACETS.has(key) ? 0 : 1);
  return Object.fromEntries(
    [...merged]
      .sort(([a], [b]) => order(a) - order(b) || (a < b ? -1 : 1))
      .slice(0, FACET_LIMITS.count),
  );
}

/** A node as it is kept when nothing was known of it. */
export function keptOf(told: ToldNode): KeptNode {
  const facets = Object.entries(told.facets)
    .filter(([key]) => key.length <= FACET_LIMITS.name)
    .map(([key, value]) => [key, keptFacet(value, told.at)] as const);
  return withContentKey(told, {
    namespace: told.namespace,
    name: told.name,
    contentKey: "",
    state: told.state,
    stateAt: told.state === "" ? 0 : told.at,
    firstAt: told.at,
    lastAt: told.at,
    facets: mergeFacets({}, Object.fromEntries(facets)),
  });
}

function withContentKey({ kind }: Pick<ToldNode, "kind">, node: KeptNode): KeptNode {
  if (kind !== "external-dataset") return node;
  const facets = Object.fromEntries(
    Object.entries(node.facets).flatMap(([key, { value }]) => (value ? [[key, value]] : [])),
  );
  return { ...node, contentKey: contentKeyOf(node.namespace, node.name, facets) ?? "" };
}

/**
 * What two tellings of one node make together. In whichever order they come and however often, the outcome is the same:
 * events may be late and may be repeated.
 */
export function mergeTold(kind: ToldNode["kind"], one: KeptNode, other: KeptNode): KeptNode {
  const names = ({ namespace, name }: KeptNode) => JSON.stringify([namespace, name]);
  const isLater =
    one.lastAt === other.lastAt ? names(one) >= names(other) : one.lastAt > other.lastAt;
  const { namespace, name } = isLater ? one : other;
  return withContentKey(
    { kind },
    {
      namespace,
      name,
      contentKey: "",
      ...stateOf(laterState(one, other)),
      firstAt: Math.min(one.firstAt, other.firstAt),
      lastAt: Math.max(one.lastAt, other.lastAt),
      facets: mergeFacets(one.facets, other.facets),
    },
  );
}

const stateOf = ({ state, stateAt }: State): State => ({ state, stateAt });
