import "server-only";
import { type Actor, assertCan } from "@/lib/access/actor";
import { db } from "@/lib/db/client";
import type { VersionPageDto } from "../dto/versions";
import type { VersionRef } from "../schema";
import { getModelVersion } from "./registered-models";
import { readVersionSources } from "./version-sources";

async function neighbours(actor: Actor, name: string, version: number) {
  const among = { workspaceId: actor.workspaceId, deletedAt: null, model: { name } } as const;
  const find = (where: object, order: "asc" | "desc") =>
    db().modelVersion.findFirst({
      where: { ...among, ...where },
      orderBy: { version: order },
      select: { version: true },
    });
  const [previous, next, newest] = await Promise.all([
    find({ version: { lt: version } }, "desc"),
    find({ version: { gt: version } }, "asc"),
    find({}, "desc"),
  ]);
  return {
    previous: previous?.version ?? null,
    next: next?.version ?? null,
    newest: newest?.version ?? version,
  };
}

/** A version with what it came from: its run, its logged model, their parameters, metrics and datasets. */
export async function getVersionPage(actor: Actor, ref: VersionRef): Promise<VersionPageDto> {
  assertCan(actor, "model:read");
  const version = await getModelVersion(actor, ref);
  const [{ run, logged, experimentName, ...sources }, around] = await Promise.all([
    readVersionSources(actor, version),
    neighbours(actor, version.name, version.version),
  ]);
  return {
    version,
    run: run
      ? {
          uuid: run.uuid,
          name: run.name,
          color: run.color,
          status: run.status,
          lastActivityAt: run.lastActivityAt,
          experimentId: run.experimentId,
          experimentName: experimentName ?? String(run.experimentId),
        }
      : null,
    loggedModel: logged
      ? { uuid: logged.uuid, name: logged.name, isDeleted: logged.isDeleted }
      : null,
    ...sources,
    ...around,
  };
}
