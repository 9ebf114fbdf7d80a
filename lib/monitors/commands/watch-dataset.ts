import "server-only";
import { type Actor, assertCan } from "@/lib/access/actor";
import { recordAuditSql } from "@/lib/audit/record";
import { MAX_CATEGORIES } from "@/lib/datasets/schema/window-profiles";
import { inTransaction, pool } from "@/lib/db/pool";
import { announce } from "@/lib/events/announce";
import { insertPlan } from "@/lib/gateway/sql/profile-plans";
import type { MonitorDto } from "../dto/monitors";
import { withAllTexts } from "../jobs/file-texts";
import { buildDefinition } from "../queries/build-definition";
import { getMonitor } from "../queries/monitors";
import { countedRepeats } from "../rules/repeated";
import { isCategory } from "../rules/watch-columns";
import { definitionSettings, type WatchDatasetInput } from "../schema/monitors";
import { assertSubjectFree, insertMonitorRow } from "../sql/monitors";
import { type ReferenceData, readFirstReference, readReference } from "../sql/references";

/** The reference with as many texts of its categories by name as a column may have bins. */
async function nameTexts(
  workspaceId: string,
  reference: ReferenceData,
  wishes: WatchDatasetInput["columns"],
): Promise<ReferenceData> {
  const { versionId, profile: document } = reference;
  const chosen = new Map(wishes.map(({ name, isWatched }) => [name, isWatched]));
  const profile = await withAllTexts(
    { workspaceId, versionId, document },
    (column) => chosen.get(column.name) ?? isCategory(column, document.rows),
  );
  const columns = profile.columns.map((column) => ({
    ...column,
    top: column.top.slice(0, MAX_CATEGORIES),
  }));
  return { ...reference, profile: { ...profile, columns } };
}

/**
 * Watches a dataset from version to version: each later one is a window, laid beside the reference as soon as its file was read. Throws
 * INVALID when no version was read here.
 */
export async function watchDataset(
  actor: Actor,
  { datasetId, version, name: given, ...wishes }: WatchDatasetInput,
): Promise<MonitorDto> {
  assertCan(actor, "monitor:write");
  assertCan(actor, "dataset:read");
  const { workspaceId, userId } = actor;
  const reference = await nameTexts(
    workspaceId,
    version === undefined
      ? await readFirstReference(pool(), workspaceId, datasetId)
      : await readReference(pool(), workspaceId, { datasetId, version }),
    wishes.columns,
  );
  const built = await buildDefinition(actor, definitionSettings.parse(wishes), {
    ...{ reference, sent: null, typicalRows: null, recentRows: [] },
    windows: () => Promise.resolve([]),
    importance: null,
  });
  const { watch } = built;
  const definition = { ...built.definition, window: "version" as const, target: null };
  const name = given ?? `Drift of ${reference.dataset}`.slice(0, 100);
  const id = await inTransaction(async (tx) => {
    const subject = { deploymentId: null, datasetId };
    await assertSubjectFree(tx, subject, name);
    const planId = await insertPlan(
      tx,
      { workspaceId, deploymentId: null },
      {
        columns: watch.columns,
        leftOut: watch.leftOut.map((column) => column.name),
        repeats: countedRepeats(definition.quality),
        windowRows: null,
      },
    );
    const made = await insertMonitorRow(tx, {
      ...{ workspaceId, ...subject, name, userId, planId },
      ...{ referenceVersionId: reference.versionId, definition, reference: watch.reference },
    });
    await recordAuditSql(tx, actor, {
      action: "monitor.created",
      subject: `monitor ${made}`,
      label: name,
      after: {
        dataset: reference.dataset,
        reference: `${reference.dataset} version ${reference.version}`,
        ...definition,
      },
    });
    return made;
  });
  announce(workspaceId, "monitors", `monitor:${id}`);
  return getMonitor(actor, { monitor: id });
}
