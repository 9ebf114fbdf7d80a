import "server-only";
import { type Actor, assertCan } from "@/lib/access/actor";
import { AppError } from "@/lib/core/errors";
import { listInputVersions } from "@/lib/datasets/queries/uses";
import { db } from "@/lib/db/client";
import { getExperiment } from "@/lib/experiments/queries/get-experiment";
import type { RunDto } from "@/lib/runs/dto/runs";
import { getRun } from "@/lib/runs/queries/get-run";
import type { LoggedModelDto, VersionPageDto } from "../dto";
import type { VersionRef } from "../schema";
import { getLoggedModel } from "./logged-models";
import { getModelVersion } from "./registered-models";

/** What is not there any more is no failure of a page that only mentions it. */
async function orNull<T>(read: Promise<T>): Promise<T | null> {
  try {
    return await read;
  } catch (error) {
    if (error instanceof AppError && error.code === "NOT_FOUND") return null;
    throw error;
  }
}

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

/** The newest value of each metric: those measured of the logged model, and those of its run that it lacks. */
function metricsOf(logged: LoggedModelDto | null, run: RunDto | null): VersionPageDto["metrics"] {
  const values = new Map((run?.metrics ?? []).map(({ key, value }) => [key, value]));
  const newest = [...(logged?.metrics ?? [])].sort(
    (a, b) => a.timestamp - b.timestamp || a.step - b.step,
  );
  for (const { key, value } of newest) values.set(key, value);
  return [...values]
    .filter(([key]) => !key.startsWith("system/"))
    .sort(([a], [b]) => a.localeCompare(b, "en"))
    .map(([key, value]) => ({ key, value }));
}

function paramsOf(logged: LoggedModelDto | null, run: RunDto | null): VersionPageDto["params"] {
  const values = new Map((run?.params ?? []).map(({ key, value }) => [key, value]));
  for (const { key, value } of logged?.params ?? []) values.set(key, value);
  return [...values]
    .sort(([a], [b]) => a.localeCompare(b, "en"))
    .map(([key, value]) => ({ key, value }));
}

/** A version with what it came from: its run, its logged model, their parameters, metrics and datasets. */
export async function getVersionPage(actor: Actor, ref: VersionRef): Promise<VersionPageDto> {
  assertCan(actor, "model:read");
  const version = await getModelVersion(actor, ref);
  const { runUuid, loggedModelUuid } = version;
  const [run, logged, around] = await Promise.all([
    runUuid === null ? null : orNull(getRun(actor, runUuid)),
    loggedModelUuid === null
      ? null
      : orNull(getLoggedModel(actor, { uuid: loggedModelUuid, allowsDeleted: true })),
    neighbours(actor, version.name, version.version),
  ]);
  const read = run?.datasetInputs.length ? await listInputVersions(actor, run.uuid) : [];
  const experiment = run ? await orNull(getExperiment(actor, run.experimentId)) : null;
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
          experimentName: experiment?.name ?? String(run.experimentId),
        }
      : null,
    loggedModel: logged
      ? { uuid: logged.uuid, name: logged.name, isDeleted: logged.isDeleted }
      : null,
    params: paramsOf(logged, run),
    metrics: metricsOf(logged, run),
    datasets: (run?.datasetInputs ?? []).map(({ name, digest, tags }) => ({
      name,
      digest,
      context: tags.find(({ key }) => key === "mlflow.data.context")?.value ?? "",
      version: read.find((known) => known.name === name && known.digest === digest) ?? null,
    })),
    ...around,
  };
}
