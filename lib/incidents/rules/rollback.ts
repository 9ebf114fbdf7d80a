import type { DeploymentDto } from "@/lib/deployments/dto/deployments";
import type { IncidentDto } from "../dto/incidents";

/**
 * Why nobody should be offered to roll the deployment of an incident back; null when it can be. Once it was rolled back, the plan
 * before is the one that was left for good reason.
 */
export function whyNoRollback(
  { signals }: Pick<IncidentDto, "signals">,
  { trafficVersion }: Pick<DeploymentDto, "trafficVersion">,
): string | null {
  if (trafficVersion === 1) return "No other plan was in force before.";
  const isBack = signals.some(({ evidence }) => evidence.trafficVersion === trafficVersion);
  return isBack
    ? `It was rolled back: plan ${trafficVersion} goes back to one that was in force before. To go elsewhere, change its traffic.`
    : null;
}
