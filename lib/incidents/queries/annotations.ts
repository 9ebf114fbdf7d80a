import "server-only";
import { type Actor, assertCan, isAllowed } from "@/lib/access/actor";
import { pool } from "@/lib/db/pool";
import { listDeploymentEvents } from "@/lib/deployments/queries/traffic";
import { getMonitor } from "@/lib/monitors/queries/monitors";
import type { AnnotationDto } from "../dto/annotations";
import type { ReadAnnotationsInput } from "../schema/annotations";
import { readMonitorEvents } from "../sql/annotations";

/** Marks of one chart; more would hide it. */
const MAX_ANNOTATIONS = 50;

/** What happened beside what a monitor found, the newest first: deploys, rollouts, approvals, rollbacks, incidents, other definitions. */
export async function readAnnotations(
  actor: Actor,
  { monitor: id, from, to }: ReadAnnotationsInput,
): Promise<AnnotationDto[]> {
  assertCan(actor, "monitor:read");
  const { workspaceId } = actor;
  const { deployment } = await getMonitor(actor, { monitor: id });
  const span = { workspaceId, monitor: id, from, to, limit: MAX_ANNOTATIONS };
  const own = (await readMonitorEvents(pool(), span)).filter(
    ({ incident }) => incident === null || isAllowed(actor, "incident:read"),
  );
  const others =
    deployment !== null && isAllowed(actor, "deployment:read")
      ? await listDeploymentEvents(actor, {
          deployment,
          from: new Date(from).toISOString(),
          to: new Date(to).toISOString(),
          limit: MAX_ANNOTATIONS,
        })
      : { items: [] };
  return [
    ...own.map((one): AnnotationDto => ({ ...one, request: null })),
    ...others.items.map(
      ({ kind, at, title, reason, by, request }): AnnotationDto => ({
        ...{ kind, at, title, reason, by, request, incident: null },
      }),
    ),
  ]
    .toSorted((one, other) => other.at - one.at)
    .slice(0, MAX_ANNOTATIONS);
}
