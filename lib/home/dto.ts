import type { RequestStatus } from "@/lib/approvals/schema/requests";
import type { JobStatus } from "@/lib/compute/schema/jobs";
import type { IncidentStatus } from "@/lib/incidents/schema/incidents";
import type { Severity } from "@/lib/monitors/schema/alerts";
import type { PortfolioItemDto, PortfolioSummaryDto } from "@/lib/portfolio/dto/portfolio";
import type { RunStatus } from "@/lib/runs/rules";
import type { ChangeKind, HomeSection } from "./schema";

/** The first of a list, and how many there are; more than are looked up count as one more than that. Times are milliseconds. */
export interface Some<Item> {
  items: Item[];
  total: number;
}

interface AwaitedVoteDto {
  kind: "vote";
  number: number;
  model: string;
  version: number;
  target: string;
  by: string;
  isOverdue: boolean;
  at: number;
}

interface IncidentNeedDto {
  kind: "incident";
  number: number;
  title: string;
  severity: Severity;
  status: IncidentStatus;
  /** False for one that nobody has taken up, of a deployment or a model of theirs. */
  isMine: boolean;
  at: number;
}

interface FailedJobDto {
  kind: "job";
  number: number;
  name: string;
  status: JobStatus;
  reason: string | null;
  at: number;
}

export interface RequestNeedDto {
  kind: "request";
  number: number;
  model: string;
  version: number;
  status: RequestStatus;
  /** What happened to it, or is about to. */
  why: "refused" | "changes" | "due" | "unused" | "renewal";
  at: number;
}

/** Something that waits for whoever asks. */
export type NeedDto = AwaitedVoteDto | IncidentNeedDto | FailedJobDto | RequestNeedDto;

/** What changed, of one thing: several of the same are one. */
export interface ChangeDto {
  /** Of a deployment, a model or an incident. */
  subject: string;
  /** Version of the model, number of the request or the incident. */
  number: number | null;
  count: number;
  /** Of the request or the incident. */
  status: RequestStatus | IncidentStatus | null;
  /** Of a new deployment. */
  isNew: boolean;
  detail: string;
  at: number;
}

export interface ChangeGroupDto extends Some<ChangeDto> {
  kind: ChangeKind;
}

export interface HomeRunDto {
  uuid: string;
  name: string;
  experiment: string;
  status: RunStatus;
  startedAt: number;
  endedAt: number | null;
  lastActivityAt: number;
  metric: { key: string; value: number } | null;
}

export interface DecisionDto {
  number: number;
  model: string;
  version: number;
  target: string;
  decision: "approve" | "request_changes" | "reject";
  /** What became of the request. */
  status: RequestStatus;
  isLapsed: boolean;
  at: number;
}

export interface HomeDto {
  /** In the order in which they stand; what somebody may not read is not among them. */
  sections: HomeSection[];
  since: number;
  needs: Some<NeedDto>;
  changes: ChangeGroupDto[];
  runs: Some<HomeRunDto>;
  decisions: Some<DecisionDto>;
  /** Deployments in production of models that the asker owns, and how many such models are not in production. */
  models: Some<PortfolioItemDto> & { elsewhere: number };
  portfolio: PortfolioSummaryDto | null;
}
