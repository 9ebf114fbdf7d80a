import "server-only";
import { type Actor, assertCan } from "@/lib/access/actor";
import { recordAuditSql } from "@/lib/audit/record";
import { inTransaction, pool, type SqlClient } from "@/lib/db/pool";
import { findServing, type Serving } from "@/lib/deployments/queries/serving";
import { deploymentNotFound } from "@/lib/deployments/sql/deployments";
import { announce } from "@/lib/events/announce";
import { queueRecount } from "@/lib/gateway/jobs/recount";
import { insertPlan } from "@/lib/gateway/sql/profile-plans";
import type { MonitorDto } from "../dto/monitors";
import { buildDefinition } from "../queries/build-definition";
import { getMonitor } from "../queries/monitors";
import { chooseReference } from "../queries/proposals";
import { readRunImportance } from "../queries/run-importance";
import { inferPerformance } from "../rules/performance/define";
import { countedRepeats } from "../rules/repeated";
import { sentColumns } from "../rules/served";
import type { Watch } from "../rules/watch-columns";
import type { CreateMonitorInput, MonitorDefinition } from "../schema/monitors";
import { assertSubjectFree, insertMonitorRow } from "../sql/monitors";
import { insertPerformance } from "../sql/performance";
import type { ReferenceData } from "../sql/references";

interface Prepared {
  name: string;
  serving: Serving;
  reference: ReferenceData;
  watch: Watch;
  definition: MonitorDefinition;
}

async function insertMonitor(tx: SqlClient, actor: Actor, prepared: Prepared): Promise<number> {
  const { name, serving, reference, watch, definition } = prepared;
  const { workspaceId } = actor;
  const place = { workspaceId, deploymentId: serving.deploymentId };
  const planId = await insertPlan(tx, place, {
    columns: watch.columns,
    leftOut: watch.leftOut.map((column) => column.name),
    repeats: countedRepeats(definition.quality),
    windowRows: definition.rows ?? null,
  });
  const made = await insertMonitorRow(tx, {
    ...{ ...place, datasetId: null, name, userId: actor.userId, planId },
    ...{ referenceVersionId: reference.versionId, definition, reference: watch.reference },
  });
  await queueRecount(tx, { ...place, planId });
  return made;
}

/**
 * Watches a deployment from now on, and what its log still holds. The reference's profile settles columns and bins. Throws INVALID
 * when there is no reference that was read here, or none of its columns can be watched.
 */
export async function createMonitor(actor: Actor, input: CreateMonitorInput): Promise<MonitorDto> {
  assertCan(actor, "monitor:write");
  assertCan(actor, "dataset:read");
  const serving = await findServing(pool(), actor.workspaceId, input.deployment);
  if (!serving) throw deploymentNotFound(input.deployment);
  const reference = await chooseReference(actor, serving, input.reference);
  const { watch, definition } = await buildDefinition(actor, input, {
    ...{ reference, sent: sentColumns(serving), typicalRows: null, recentRows: [] },
    windows: () => Promise.resolve([]),
    importance: input.importances === "columns" ? null : await readRunImportance(actor, serving),
  });
  const name = input.name ?? `Drift of ${serving.name}`;
  const id = await inTransaction(async (tx) => {
    await assertSubjectFree(tx, { deploymentId: serving.deploymentId, datasetId: null }, name);
    const made = await insertMonitor(tx, actor, { name, serving, reference, watch, definition });
    const { workspaceId, userId } = actor;
    const performance = inferPerformance({ ...watch, profile: reference.profile });
    if (performance)
      await insertPerformance(tx, { workspaceId, userId, monitor: made }, performance);
    await recordAuditSql(tx, actor, {
      action: "monitor.created",
      subject: `monitor ${made}`,
      label: name,
      after: {
        deployment: serving.name,
        reference: `${reference.dataset} version ${reference.version}`,
        ...definition,
        performance,
      },
    });
    return made;
  });
  announce(actor.workspaceId, "monitors", `monitor:${id}`);
  return getMonitor(actor, { monitor: id });
}
