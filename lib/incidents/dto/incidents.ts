import type { SubjectDto } from "@/lib/monitors/dto/monitors";
import type { Severity } from "@/lib/monitors/schema/alerts";
import type { EventAbout } from "../schema/acts";
import {
  type IncidentEventKind,
  type IncidentStatus,
  type SignalEvidence,
  type SignalKind,
  signalEvidence,
} from "../schema/incidents";

/** Times are milliseconds since the epoch. */
export interface IncidentSummaryDto extends SubjectDto {
  number: number;
  title: string;
  severity: Severity;
  status: IncidentStatus;
  /** Its name may be another one's by now. */
  isDeploymentDeleted: boolean;
  owner: { id: string; name: string } | null;
  openedAt: number;
  acknowledgedAt: number | null;
  resolvedAt: number | null;
  /** Whether anything that speaks for it is still so; a rollback is, until the incident is resolved. */
  isFiring: boolean;
}

interface SignalDto {
  kind: SignalKind;
  severity: Severity;
  summary: string;
  evidence: SignalEvidence;
  isFiring: boolean;
  firstAt: number;
  lastAt: number;
}

export interface IncidentDto extends IncidentSummaryDto {
  resolution: string;
  signals: SignalDto[];
}

export interface IncidentEventDto {
  id: number;
  kind: IncidentEventKind;
  note: string;
  /** What it tells of. */
  about: EventAbout;
  /** Null when Slipway did it by itself. */
  actor: string | null;
  at: number;
}

export interface IncidentRow
  extends Omit<IncidentSummaryDto, "owner" | "openedAt" | "acknowledgedAt" | "resolvedAt"> {
  id: number;
  ownerId: string | null;
  ownerName: string | null;
  openedAt: Date;
  acknowledgedAt: Date | null;
  resolvedAt: Date | null;
  resolution: string;
}

export interface SignalRow extends Omit<SignalDto, "evidence" | "firstAt" | "lastAt"> {
  evidence: unknown;
  firstAt: Date;
  lastAt: Date;
}

const millis = (moment: Date | null): number | null => moment?.getTime() ?? null;

export function toSummaryDto(row: IncidentRow): IncidentSummaryDto {
  const { number, title, severity, status, deployment, dataset, ownerId, ownerName } = row;
  return {
    ...{ number, title, severity, status, deployment, dataset },
    isFiring: row.isFiring,
    isDeploymentDeleted: row.isDeploymentDeleted,
    owner: ownerId && ownerName !== null ? { id: ownerId, name: ownerName } : null,
    openedAt: row.openedAt.getTime(),
    acknowledgedAt: millis(row.acknowledgedAt),
    resolvedAt: millis(row.resolvedAt),
  };
}

export const toIncidentDto = (row: IncidentRow, signals: readonly SignalRow[]): IncidentDto => ({
  ...toSummaryDto(row),
  resolution: row.resolution,
  signals: signals.map(({ evidence, firstAt, lastAt, ...signal }) => ({
    ...signal,
    evidence: signalEvidence.parse(evidence),
    firstAt: firstAt.getTime(),
    lastAt: lastAt.getTime(),
  })),
});
