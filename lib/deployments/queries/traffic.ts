import "server-only";
import { type Actor, assertCan, isAllowed } from "@/lib/access/actor";
import { lastKey, type Page, toPage } from "@/lib/core/page";
import { pool } from "@/lib/db/pool";
import { type EventRow, eventKey, eventKeyOf, toDeploymentEventDto } from "../dto/events";
import type { DeploymentEventDto, LiveTrafficDto, TrafficWindowsDto } from "../dto/traffic";
import { spanOf } from "../rules/traffic";
import type { ListEventsInput, LiveTrafficInput, TrafficWindowsInput } from "../schema/timeline";
import { deploymentNotFound } from "../sql/deployments";
import { readEvents } from "../sql/events";
import { readSteps } from "../sql/traffic";

/** Throws NOT_FOUND. */
async function findDeployment({ workspaceId }: Actor, name: string) {
  const { rows } = await pool().query<{ id: number; environment: string }>(
    `SELECT d.id, e.name AS environment FROM deployments d
     JOIN deployment_environments e ON e.id = d.environment_id
     WHERE d.workspace_id = $1 AND d.name = $2 AND d.deleted_at IS NULL`,
    [workspaceId, name],
  );
  const [found] = rows;
  if (!found) throw deploymentNotFound(name);
  return found;
}

/** What a deployment was asked and how it answered, by revision and step. */
export async function readTrafficWindows(
  actor: Actor,
  { deployment, range, to }: TrafficWindowsInput,
): Promise<TrafficWindowsDto> {
  assertCan(actor, "deployment:read");
  const { id } = await findDeployment(actor, deployment);
  const span = spanOf(range, to === undefined ? Date.now() : Date.parse(to));
  const { workspaceId } = actor;
  return { ...span, revisions: await readSteps({ workspaceId, deploymentId: id }, span) };
}

/** What was done to a deployment and decided about what it serves, the newest first. */
export async function listDeploymentEvents(
  actor: Actor,
  { deployment, from, to, limit, pageToken }: ListEventsInput,
): Promise<Page<DeploymentEventDto>> {
  assertCan(actor, "deployment:read");
  const { id, environment } = await findDeployment(actor, deployment);
  const rows = await readEvents({
    workspaceId: actor.workspaceId,
    deploymentId: id,
    environment,
    withApprovals: isAllowed(actor, "approval:read"),
    from: from === undefined ? null : new Date(from),
    to: to === undefined ? null : new Date(to),
    before: lastKey(pageToken, eventKey) ?? null,
    limit: limit + 1,
  });
  return toPage<EventRow, DeploymentEventDto>(rows, limit, eventKeyOf, toDeploymentEventDto);
}

/** Marks of one chart; more would hide it. */
const MAX_MARKS = 100;

/** What the page of a deployment shows of its traffic, and reads again and again. */
export async function watchTraffic(
  actor: Actor,
  { deployment, range }: LiveTrafficInput,
): Promise<LiveTrafficDto> {
  assertCan(actor, "deployment:read");
  const windows = await readTrafficWindows(actor, { deployment, range });
  const { items } = await listDeploymentEvents(actor, {
    deployment,
    from: new Date(windows.from).toISOString(),
    limit: MAX_MARKS,
  });
  return { windows, events: items };
}
