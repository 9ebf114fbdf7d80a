import { AppError } from "@/lib/core/errors";
import { STAGES, type Stage } from "../schema";

/** Stages that a version serves from; only these can push out the versions that are in them. */
const ACTIVE_STAGES: readonly Stage[] = ["Staging", "Production"];

export const VERSION_STATUS = {
  PENDING_REGISTRATION: 1,
  FAILED_REGISTRATION: 2,
  READY: 3,
} as const;

export type VersionStatus = keyof typeof VERSION_STATUS;

export function stageOf(stage: string): Stage {
  const known = STAGES.find((name) => name.toLowerCase() === stage.toLowerCase());
  if (known) return known;
  throw new AppError(
    "INVALID",
    `Invalid Model Version stage: ${stage}. Value must be one of ${STAGES.join(", ")}.`,
  );
}

export function checkArchives(stage: Stage, sent: string): void {
  if (!ACTIVE_STAGES.includes(stage))
    throw new AppError(
      "INVALID",
      `Model version transition cannot archive existing model versions because '${sent}' is not an Active stage. Valid stages are ['Staging', 'Production']`,
    );
}

export function versionStatusName(status: number): VersionStatus {
  if (status === VERSION_STATUS.PENDING_REGISTRATION) return "PENDING_REGISTRATION";
  return status === VERSION_STATUS.FAILED_REGISTRATION ? "FAILED_REGISTRATION" : "READY";
}

/** The integer of a version as it is written on the wire. */
export function parseVersion(version: string): number {
  const digits = /^\s*[+-]?\d+\s*$/.test(version) ? Number(version) : Number.NaN;
  if (Number.isSafeInteger(digits)) return digits;
  throw new AppError(
    "INVALID",
    `Parameter 'version' must be an integer, got '${version.slice(0, 100)}'.`,
  );
}
