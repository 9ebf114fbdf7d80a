import type { Change } from "./rules/difference";
import type { Direction, EdgeRole, NodeKind } from "./rules/nodes";
import type { ToldField } from "./rules/used-facets";
import type { CutOff } from "./rules/walk";

export interface LineageNodeDto {
  /** "run:0123…". */
  id: string;
  kind: NodeKind;
  title: string;
  subtitle: string;
  /** What its domain says of it now, such as "FINISHED" or "promoted"; empty when there is nothing to say. */
  state: string;
  /** Milliseconds since the epoch; null when it is not known. */
  at: number | null;
  isDeleted: boolean;
  /** Where its version stands at the moment that was asked for: "@champion", "Production". */
  places: string[];
  /** Address of its page; null for what has none. */
  page: string | null;
}

export interface LineageEdgeDto {
  source: string;
  target: string;
  role: EdgeRole;
  /** What the edge says besides, such as "training". */
  details: string[];
}

/** Neighbours of one kind that are left out. */
export interface LineageClusterDto {
  node: string;
  direction: Direction;
  kind: NodeKind;
  hidden: number;
  /** False when there are more than were counted. */
  isExact: boolean;
}

export interface LineageGraphDto {
  focus: string;
  nodes: LineageNodeDto[];
  edges: LineageEdgeDto[];
  clusters: LineageClusterDto[];
  /** True when there is more than a picture holds. */
  isTruncated: boolean;
  /** Which bound was met first: nodes, edges or time; null when none was. */
  cutOff: CutOff | null;
}

export const IMPACT_KINDS = [
  "model-version",
  "rollout",
  "rollback",
  "monitor",
  "incident",
] as const;

/** A model version that was made of something, at whatever distance, what moves or moved its traffic, what watches it, and what was found. */
export interface LineageImpactDto {
  id: string;
  kind: (typeof IMPACT_KINDS)[number];
  /** "churn v3", "live rollout 2", "live rollback". */
  title: string;
  /** Of a rollout the revisions, of a rollback the reason, of a monitor what it watches; empty for a version. */
  detail: string;
  /** Of a rollout its phase, of an incident how it stands; else empty. */
  state: string;
  /** Of a rollout, of its candidate; null for a rollback. */
  model: string | null;
  version: number | null;
  /** Where a version stands now: "@champion", "Production"; for the others the environment. */
  places: string[];
  /** Of a rollout or rollback: whether its deployment was. */
  isDeleted: boolean;
  owner: string;
  createdAt: number;
  /** Null for what has none any more. */
  page: string | null;
}

export interface LineageImpactPageDto {
  items: LineageImpactDto[];
  nextPageToken?: string | undefined;
  /** Versions on all pages, and those of them that stand at an alias or a stage. */
  total: number;
  inUse: number;
  /** That run, of these versions or where one of them serves, and that moved the traffic of one. */
  rollouts: number;
  rollbacks: number;
  /** Of what they serve in, or of data that they were made of. */
  monitors: number;
  /** That are not resolved. */
  incidents: number;
  /** True when the graph goes on beyond what was searched: then the totals are what was found until there. */
  isCutOff: boolean;
}

/** Something that only one of two nodes was made of, or that another version of it stands for in the other. */
export interface LineageChangeDto {
  change: Change;
  kind: NodeKind;
  /** What the first was made of; null for what was added. */
  before: LineageNodeDto | null;
  /** What the second was made of; null for what was removed. */
  after: LineageNodeDto | null;
}

export interface LineageDifferenceDto {
  before: LineageNodeDto;
  after: LineageNodeDto;
  /** What both were made of is not listed, only counted. */
  changes: LineageChangeDto[];
  same: number;
  /** Which bound ended one of the two walks before the graph did; null when both are whole. */
  cutOff: CutOff | null;
}

/** What another system told of a job, a run or a dataset of its own. */
export interface ExternalNodeDto {
  id: string;
  namespace: string;
  name: string;
  version: string;
  /** What names the content of a dataset, as versions of Slipway's own are named; empty when nothing does. */
  contentKey: string;
  state: string;
  firstAt: number;
  lastAt: number;
  description: string;
  owners: string[];
  fields: ToldField[];
  /** Why a run failed. */
  failure: string;
  /** The newest of every facet. */
  facets: Record<string, Readonly<Record<string, unknown>>>;
  /** Facets that were too large to be kept. */
  leftOut: string[];
}

export interface LineageNeighbourDto extends LineageNodeDto {
  role: EdgeRole;
  details: string[];
}

export interface LineageNeighbourPageDto {
  items: LineageNeighbourDto[];
  nextPageToken?: string | undefined;
  /** Those that match, of the newest that were looked through. */
  total: number;
  /** False when there are more than were looked through. */
  isExact: boolean;
}
