import type { SentEvent } from "./payloads";

/** What a receiver of OpenLineage is told of: what made, registered or promoted something. */
export const OPEN_LINEAGE_EVENTS: readonly string[] = [
  "run.finished",
  "model_version.created",
  "model_version.stage_changed",
  "model_version_alias.created",
  "approval_request.applied",
];

const SPEC = "https://openlineage.io/spec";
const RUN_EVENT = `${SPEC}/2-0-2/OpenLineage.json#/$defs/RunEvent`;
/** The facets that Slipway writes, by their keys in OpenLineage: version and name of their schema. */
const FACET_SCHEMAS = {
  jobType: ["2-0-4", "JobTypeJobFacet"],
  parent: ["1-2-0", "ParentRunFacet"],
  schema: ["1-2-0", "SchemaDatasetFacet"],
  sourceCodeLocation: ["1-1-0", "SourceCodeLocationJobFacet"],
  version: ["1-0-1", "DatasetVersionDatasetFacet"],
} as const;
type FacetName = keyof typeof FACET_SCHEMAS;

/** Facets without what every facet says of itself. */
type Facets = Partial<Record<FacetName, Readonly<Record<string, unknown>>>>;

export interface OpenLineageDataset {
  namespace: string;
  name: string;
  facets?: Facets;
}

/** What is known of the thing that happened, to be written as an event. */
export interface OpenLineageFacts {
  /** UUID of the run: the same however often it is sent. */
  runId: string;
  eventType: "COMPLETE" | "FAIL" | "ABORT";
  job: OpenLineageDataset;
  runFacets?: Facets;
  inputs: readonly OpenLineageDataset[];
  outputs: readonly OpenLineageDataset[];
}

/** Names of Slipway's own things in OpenLineage, as seen from outside. */
export class OpenLineageNames {
  private readonly host: string;

  constructor(
    readonly producer: string,
    private readonly workspace: string,
  ) {
    this.host = new URL(producer).host;
  }

  job(name: string): OpenLineageDataset {
    return { namespace: `slipway://${this.host}`, name: `${this.workspace}/${name}` };
  }

  /** A version of a model, or what stands at an alias or a stage of it: OpenLineage has no models, so a dataset by convention. */
  model(name: string, version: string): OpenLineageDataset {
    return {
      namespace: `mlmodel://${this.host}`,
      name: `${this.workspace}/${name}`,
      facets: { version: { datasetVersion: version } },
    };
  }

  /** A dataset by where it lies; one that lies nowhere by its name here. */
  dataset(name: string, place: string, facets: Facets): OpenLineageDataset {
    const [, namespace, rest] = /^([a-z][\w+.-]*:\/\/[^/]+)\/(.+)$/i.exec(place) ?? [];
    if (namespace && rest) return { namespace, name: rest, facets };
    if (place.startsWith("/")) return { namespace: "file", name: place, facets };
    return { ...this.job(`datasets/${name}`), facets };
  }
}

/** The UUID that 32 hexadecimal digits are. */
export const uuidOf = (hex: string): string =>
  hex.replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, "$1-$2-$3-$4-$5");

function facetsOf(producer: string, facets: Facets = {}) {
  return Object.fromEntries(
    Object.entries(facets).map(([key, value]) => {
      // Facets are named by the table above only.
      const [version, name] = FACET_SCHEMAS[key as FacetName];
      const schema = `${SPEC}/facets/${version}/${name}.json#/$defs/${name}`;
      return [key, { _producer: producer, _schemaURL: schema, ...value }];
    }),
  );
}

/** One OpenLineage 2 event, as the body of a request. */
export function openLineageBody(at: string, producer: string, facts: OpenLineageFacts): string {
  const dataset = ({ namespace, name, facets }: OpenLineageDataset) => ({
    namespace,
    name,
    facets: facetsOf(producer, facets),
  });
  return JSON.stringify({
    eventType: facts.eventType,
    eventTime: at,
    producer,
    schemaURL: RUN_EVENT,
    run: { runId: facts.runId, facets: facetsOf(producer, facts.runFacets) },
    job: dataset(facts.job),
    inputs: facts.inputs.map(dataset),
    outputs: facts.outputs.map(dataset),
  });
}

/** What a receiver is sent to try it out. */
export function exampleOpenLineage({ at, workspace }: SentEvent, producer: string): string {
  const names = new OpenLineageNames(producer, workspace);
  return openLineageBody(at, producer, {
    runId: "00000000-0000-0000-0000-000000000000",
    eventType: "COMPLETE",
    job: names.job("example_experiment"),
    inputs: [],
    outputs: [names.model("example_model", "1")],
  });
}
