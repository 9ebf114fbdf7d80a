import type { Health, RevisionStateDto } from "../dto/deployments";
import type { DeploymentStatus, StateStatus } from "../schema/deployments";

interface Part {
  /** Of the traffic that is answered. */
  weight: number;
  state: { status: StateStatus };
}

/** How a deployment is, by those of its revisions that answer somebody. */
export function healthOf(status: DeploymentStatus, parts: readonly Part[]): Health {
  if (status === "stopped") return "stopped";
  const answering = parts.filter(({ weight }) => weight > 0);
  const isFailed = ({ state }: Part) => state.status === "failed" || state.status === "stopped";
  if (answering.every(({ state }) => state.status === "ready")) return "ready";
  if (answering.every(isFailed)) return "failed";
  return answering.some(isFailed) ? "degraded" : "starting";
}

/** Whoever serves a revision says every minute that it answers. */
const KNOWN_MS = 5 * 60_000;

/** Whether a revision is known to answer: "unconfirmed" where it did, and nobody has looked for long. */
export function verificationOf(
  status: DeploymentStatus,
  state: Pick<RevisionStateDto, "status" | "observedAt">,
  now: number,
): "verified" | "unconfirmed" | "away" {
  if (status !== "running" || state.status !== "ready") return "away";
  return now - state.observedAt > KNOWN_MS ? "unconfirmed" : "verified";
}
