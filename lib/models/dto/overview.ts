import type { Page } from "@/lib/core/page";
import type { TagDto } from "@/lib/experiments/dto";
import type { RiskTier } from "../schema";

/** What is known to want somebody's attention. None of it says that a model is well: that only a monitor could. */
export interface AttentionDto {
  /** Approval requests that wait. */
  waiting: number;
  /** Of those, the ones past their due date, and the ones with a gate that fails. */
  overdue: number;
  failing: number;
  /** Approvals that have run out while their version still serves. */
  renewals: number;
  /** What is still owed after an emergency promotion. */
  followUps: number;
}

/** A place that a version serves from. */
export interface ServingPlaceDto {
  kind: "alias" | "stage";
  value: string;
  version: number;
}

/** A registered model in the list of a screen. */
export interface ModelItemDto {
  name: string;
  /** The beginning of it. */
  description: string;
  owner: string;
  riskTier: RiskTier;
  versionCount: number;
  /** The newest version's number; null while there is none. */
  latestVersion: number | null;
  /** What serves where: the stages before the aliases. */
  places: ServingPlaceDto[];
  attention: AttentionDto;
  /** Without those that MLflow keeps for itself. */
  tags: TagDto[];
  creationTime: number;
  lastUpdateTime: number;
}

export interface ModelListDto extends Page<ModelItemDto> {
  /** Models that match, on whichever page. */
  total: number;
}

/** A place that a policy protects, or that holds a version. */
export interface ModelPlaceDto {
  kind: "alias" | "stage" | "environment";
  value: string;
  isProtected: boolean;
  /** Null where no version stands. */
  version: number | null;
  /** Milliseconds since the epoch. */
  since: number | null;
  /** The approval request that brought it there; null when none did. */
  request: number | null;
}

/** Something that happened to a model, newest first. */
export interface ModelActivityDto {
  at: number;
  kind: "registered" | "arrived" | "left" | "requested" | "decided";
  version: number;
  /** Where: "@champion", "stage Production"; empty for a registration. */
  place: string;
  /** Who registered or asked; empty where it is not recorded here. */
  person: string;
  /** Of an approval request: its number, and how it stands. */
  request: number | null;
  status: string;
}

export interface ModelOverviewDto {
  riskTier: RiskTier;
  /** Empty while nobody has classified the model. */
  riskReason: string;
  versionCount: number;
  /** The newest version's number; null while there is none. */
  latestVersion: number | null;
  places: ModelPlaceDto[];
  attention: AttentionDto;
  activity: ModelActivityDto[];
}

/** Everything that is known of a registered model but its versions. */
export interface ModelDto
  extends ModelOverviewDto,
    Pick<
      ModelItemDto,
      "name" | "description" | "owner" | "tags" | "creationTime" | "lastUpdateTime"
    > {}
