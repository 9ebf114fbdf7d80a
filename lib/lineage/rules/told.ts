import { addressOf, type Facets, type FacetValue, versionOf } from "./external-datasets";
import type { EdgeRole, NodeKind } from "./nodes";

export const EVENT_TYPES = ["START", "RUNNING", "COMPLETE", "ABORT", "FAIL", "OTHER"] as const;
export type EventType = (typeof EVENT_TYPES)[number];

interface Named {
  namespace: string;
  name: string;
  /** A deleted facet is null. */
  facets: Readonly<Record<string, FacetValue | null>>;
}

export interface ToldRun {
  id: string;
  facets: Named["facets"];
}

/** An event of another system, whichever of the three kinds it is. */
export interface ToldEvent {
  /** Event time, in milliseconds. */
  at: number;
  type: EventType | null;
  run: ToldRun | null;
  job: Named | null;
  /** Of an event about one dataset. */
  dataset: Named | null;
  inputs: readonly Named[];
  outputs: readonly Named[];
}

export type ExternalKind = Extract<NodeKind, `external-${string}`>;

/** A node as one event tells of it. */
export interface ToldNode extends Named {
  kind: ExternalKind;
  version: string;
  /** Of a run its id; empty for what is known by its names. */
  runId: string;
  state: string;
  at: number;
}

export interface ToldEdge {
  source: string;
  target: string;
  role: EdgeRole;
}

/** The nodes of one event by a key of their own, and the edges between them. */
export interface ToldGraph {
  nodes: ReadonlyMap<string, ToldNode>;
  edges: readonly ToldEdge[];
}

const present = (facets: Named["facets"]): Facets =>
  Object.fromEntries(
    Object.entries(facets).flatMap(([key, value]) => (value ? [[key, value]] : [])),
  );

const keyOf = ({ kind, runId, namespace, name, version }: ToldNode) =>
  JSON.stringify(runId ? [kind, runId] : [kind, namespace, name, version]);

const object = (value: unknown): FacetValue =>
  typeof value === "object" && value !== null && !Array.isArray(value)
    ? // An object that is no list has fields of any kind.
      (value as FacetValue)
    : {};
const text = (value: unknown): string => (typeof value === "string" ? value : "");

const RUN_ID = /^[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i;

/** Who started a run, as its parent facet says; null when it says nothing that can be used. */
function parentOf(facets: Named["facets"]): { id: string; namespace: string; name: string } | null {
  const facet = facets.parent ?? {};
  const [id, job] = [text(object(facet.run).runId), object(facet.job)];
  const [namespace, name] = [text(job.namespace), text(job.name)];
  return RUN_ID.test(id) && namespace && name ? { id: id.toLowerCase(), namespace, name } : null;
}

/** Collects what one event tells. */
class Telling {
  readonly nodes = new Map<string, ToldNode>();
  readonly edges = new Map<string, ToldEdge>();

  constructor(private readonly at: number) {}

  private add(node: Omit<ToldNode, "at" | "state"> & { state?: string }): string {
    const made = { state: "", ...node, at: this.at };
    const key = keyOf(made);
    const known = this.nodes.get(key);
    this.nodes.set(key, known ? { ...known, facets: { ...known.facets, ...made.facets } } : made);
    return key;
  }

  edge(source: string, role: EdgeRole, target: string): void {
    if (source !== target) this.edges.set(`${source} ${role} ${target}`, { source, target, role });
  }

  job({ namespace, name, facets }: Named): string {
    return this.add({ kind: "external-job", namespace, name, facets, version: "", runId: "" });
  }

  run(id: string, { namespace, name }: Omit<Named, "facets">, facets: Named["facets"], state = "") {
    return this.add({
      kind: "external-run",
      namespace,
      name,
      facets,
      version: "",
      runId: id,
      state,
    });
  }

  /** The version that was told of, and the dataset of which it is one. */
  dataset({ namespace, name, facets }: Named): string {
    const version = versionOf(namespace, name, present(facets));
    const about = { kind: "external-dataset", namespace, name, runId: "" } as const;
    const key = this.add({ ...about, version, facets });
    if (version) this.edge(key, "version", this.add({ ...about, version: "", facets: {} }));
    return key;
  }
}

function tellRun(telling: Telling, run: ToldRun, job: Named, type: EventType | null): string {
  const state = type === null || type === "OTHER" ? "" : type === "START" ? "RUNNING" : type;
  const key = telling.run(run.id, job, run.facets, state);
  telling.edge(telling.job(job), "ran", key);
  const parent = parentOf(run.facets);
  if (parent && parent.id !== run.id) {
    const started = telling.run(parent.id, parent, {});
    telling.edge(telling.job({ ...parent, facets: {} }), "ran", started);
    telling.edge(started, "started", key);
  }
  return key;
}

/** What a run read and wrote, or what a job is only declared to. */
function tellData(telling: Telling, doer: string, { run, inputs, outputs }: ToldEvent): void {
  const [reads, writes] = run ? (["read", "wrote"] as const) : (["declared", "declared"] as const);
  for (const input of inputs) telling.edge(telling.dataset(input), reads, doer);
  for (const output of outputs) telling.edge(doer, writes, telling.dataset(output));
}

/** The part of the graph that an event tells of: job → run and data → run → data, or data → job → data. */
export function graphOf(event: ToldEvent): ToldGraph {
  const { at, type, run, job, dataset } = event;
  const telling = new Telling(at);
  if (dataset) telling.dataset(dataset);
  if (run && job) tellData(telling, tellRun(telling, run, job, type), event);
  else if (job) tellData(telling, telling.job(job), event);
  return { nodes: telling.nodes, edges: [...telling.edges.values()] };
}

/** Where a node lies; only datasets lie somewhere. */
export const placeOf = ({
  kind,
  namespace,
  name,
}: Pick<ToldNode, "kind" | "namespace" | "name">) =>
  kind === "external-dataset" ? addressOf(namespace, name) : "";
