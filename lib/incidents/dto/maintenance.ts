import { lasts, type Maintenance, nextSpan } from "../rules/maintenance";

interface Named {
  id: number;
  name: string;
}

/** Times are milliseconds since the epoch. */
export interface MaintenanceDto {
  id: string;
  name: string;
  startsAt: number;
  endsAt: number;
  isWeekly: boolean;
  timeZone: string;
  /** Both empty for everything. */
  deployments: Named[];
  monitors: Named[];
  /** Whether it lasts now. */
  isActive: boolean;
  /** The one that lasts, or else comes next; null when it is over. */
  next: { startsAt: number; endsAt: number } | null;
  createdBy: string;
}

export interface MaintenanceRow extends Maintenance {
  id: string;
  name: string;
  deployments: Named[];
  monitors: Named[];
  createdBy: string;
}

export function toMaintenanceDto(row: MaintenanceRow, now: number): MaintenanceDto {
  const { id, name, startsAt, endsAt, isWeekly, timeZone } = row;
  const { deployments, monitors, createdBy } = row;
  return {
    ...{ id, name, startsAt, endsAt, isWeekly, timeZone, deployments, monitors, createdBy },
    isActive: lasts(row, now),
    next: nextSpan(row, now),
  };
}
