import "server-only";
import { type Actor, assertCan } from "@/lib/access/actor";
import { pool } from "@/lib/db/pool";
import { readLiveQuality } from "@/lib/deployments/queries/live-quality";
import type { DeploymentInput } from "@/lib/deployments/schema/deployments";
import {
  type LogSettingsDto,
  type RevisionQualityDto,
  toLogSettingsDto,
  toRevisionQualityDto,
} from "../dto/predictions";
import { DEFAULT_LOG } from "../rules/predictions";
import type { QualityInput } from "../schema/predictions";
import { deploymentIdOf } from "../sql/deployment-ids";
import { readLogSettings } from "../sql/predictions";

const DAY_MS = 86_400_000;

/** What the log of a deployment keeps. */
export async function getLogSettings(
  actor: Actor,
  { deployment }: DeploymentInput,
): Promise<LogSettingsDto> {
  assertCan(actor, "deployment:read");
  const id = await deploymentIdOf(pool(), actor.workspaceId, deployment);
  const settings = await readLogSettings(pool(), [id]);
  return toLogSettingsDto(settings.get(String(id)) ?? DEFAULT_LOG);
}

/** How right each revision was in a window, as far as labels tell by now. */
export async function getQuality(
  actor: Actor,
  { deployment, from, to }: QualityInput,
): Promise<RevisionQualityDto[]> {
  assertCan(actor, "deployment:read");
  const { workspaceId } = actor;
  const deploymentId = await deploymentIdOf(pool(), workspaceId, deployment);
  const end = to === undefined ? new Date() : new Date(to);
  const start = from === undefined ? new Date(end.getTime() - DAY_MS) : new Date(from);
  const window = { workspaceId, deploymentId, from: start, to: end };
  return (await readLiveQuality(pool(), window)).map(toRevisionQualityDto);
}
