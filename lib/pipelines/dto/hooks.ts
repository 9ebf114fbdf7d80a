export const DELIVERY_OUTCOMES = ["launched", "refused", "unsigned"] as const;
export type DeliveryOutcome = (typeof DELIVERY_OUTCOMES)[number];

/** Something that was sent to a webhook of a pipeline. Times are milliseconds since the epoch. */
export interface HookDeliveryDto {
  /** As the sender calls it; null where its signature did not fit, so that nobody knows who said so. */
  deliveryId: string | null;
  at: number;
  outcome: DeliveryOutcome;
  /** Why nothing was launched. */
  reason: string | null;
  job: number | null;
}

export interface HookDto {
  id: string;
  pipelineId: number;
  name: string;
  isEnabled: boolean;
  /** In whose name its jobs are launched. */
  savedBy: string;
  savedAt: number;
  /** Until when the secret before is taken as well. */
  previousUntil: number | null;
  lastDelivery: HookDeliveryDto | null;
}

/** Answered once, when the secret is made. */
export interface HookSecretDto {
  hook: HookDto;
  secret: string;
}

export interface HookRow {
  id: string;
  pipelineId: number;
  name: string;
  isEnabled: boolean;
  savedBy: string;
  savedAt: Date;
  previousUntil: Date | null;
}

export interface HookDeliveryRow {
  id: number;
  deliveryId: string | null;
  at: Date;
  outcome: DeliveryOutcome;
  reason: string | null;
  jobNumber: number | null;
}

export function toHookDeliveryDto(row: HookDeliveryRow): HookDeliveryDto {
  const { deliveryId, at, outcome, reason, jobNumber } = row;
  return { deliveryId, at: at.getTime(), outcome, reason, job: jobNumber };
}

export function toHookDto(row: HookRow, lastDelivery: HookDeliveryRow | null): HookDto {
  const { savedAt, previousUntil, ...hook } = row;
  const isGrace = previousUntil !== null && previousUntil.getTime() > Date.now();
  return {
    ...hook,
    savedAt: savedAt.getTime(),
    previousUntil: isGrace ? previousUntil.getTime() : null,
    lastDelivery: lastDelivery && toHookDeliveryDto(lastDelivery),
  };
}
