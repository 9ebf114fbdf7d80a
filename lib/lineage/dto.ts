import type { Direction, EdgeRole, NodeKind } from "./rules/nodes";

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
}

/** A model version that was made of something, at whatever distance. */
export interface LineageImpactDto {
  id: string;
  model: string;
  version: number;
  /** Where it stands now: "@champion", "Production". */
  places: string[];
  isDeleted: boolean;
  owner: string;
  createdAt: number;
  page: string;
}

export interface LineageImpactPageDto {
  items: LineageImpactDto[];
  nextPageToken?: string | undefined;
  /** Versions on all pages, and those of them that stand at an alias or a stage. */
  total: number;
  inUse: number;
}
