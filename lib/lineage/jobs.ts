import "server-only";
import { z } from "zod";
import { publicUrl } from "@/lib/core/env";
import { withoutCredentials } from "@/lib/core/text";
import { db } from "@/lib/db/client";
import { type Happened, handOut, happenedPayload, webhooksFor } from "@/lib/events/jobs/deliver";
import { eventName } from "@/lib/events/rules/catalog";
import {
  type OpenLineageDataset,
  type OpenLineageFacts,
  OpenLineageNames,
  openLineageBody,
  uuidOf,
} from "@/lib/events/rules/open-lineage";
import { defineHandler } from "@/lib/queue/handler";
import { RUN_STATUS } from "@/lib/runs/rules";
import {
  readReportedInputs,
  readReportedModels,
  readReportedRun,
  readReportedVersion,
} from "./sql/report";

interface Report {
  names: OpenLineageNames;
  happened: Happened;
}
type Facts = OpenLineageFacts | null;

const jobType = (type: string) => ({
  processingType: "BATCH",
  integration: "SLIPWAY",
  jobType: type,
});
const EVENT_TYPES = new Map<number, OpenLineageFacts["eventType"]>([
  [RUN_STATUS.FAILED, "FAIL"],
  [RUN_STATUS.KILLED, "ABORT"],
]);

const parentOf = (names: OpenLineageNames, uuid: string, experiment: string) => {
  const { namespace, name } = names.job(experiment);
  return { parent: { run: { runId: uuidOf(uuid) }, job: { namespace, name } } };
};

/** A training: what it read and the models that it wrote. */
async function runFacts({ names, happened }: Report): Promise<Facts> {
  const { workspaceId } = happened;
  const uuid = z.string().safeParse(happened.data.run_id).data ?? "";
  const run = await readReportedRun(workspaceId, uuid);
  if (!run) return null;
  const { commit, parentUuid, parentExperiment } = run;
  const repository = run.repository && withoutCredentials(run.repository);
  const location = repository ? { type: "git", url: repository, repoUrl: repository } : null;
  return {
    runId: uuidOf(run.uuid),
    eventType: EVENT_TYPES.get(run.status) ?? "COMPLETE",
    job: {
      ...names.job(run.experiment),
      facets: {
        jobType: jobType("TRAINING"),
        ...(location
          ? { sourceCodeLocation: { ...location, ...(commit ? { version: commit } : {}) } }
          : {}),
      },
    },
    runFacets: parentUuid && parentExperiment ? parentOf(names, parentUuid, parentExperiment) : {},
    inputs: await readReportedInputs(names, workspaceId, uuid),
    outputs: await readReportedModels(names, workspaceId, uuid),
  };
}

const versionData = z.object({ name: z.string(), version: z.coerce.number().int() });
const VERSION_SOURCE = /^models:\/(.+)\/(\d+)$/;

/** A registration: from the logged model, or from the version that was copied, to the version. */
async function registrationFacts({ names, happened }: Report): Promise<Facts> {
  const { data } = versionData.safeParse(happened.data);
  if (!data) return null;
  const { name, version } = data;
  const row = await readReportedVersion(happened.workspaceId, name, version);
  if (!row) return null;
  const [, copiedName, copiedVersion] = VERSION_SOURCE.exec(row.source) ?? [];
  const inputs =
    copiedName && copiedVersion
      ? [names.model(copiedName, copiedVersion)]
      : row.loggedModelUuid
        ? [names.model(`logged-models/${row.loggedModelUuid}`, "1")]
        : [];
  return {
    runId: happened.id,
    eventType: "COMPLETE",
    job: { ...names.job(`register/${name}`), facets: { jobType: jobType("REGISTRATION") } },
    runFacets: row.runUuid && row.experiment ? parentOf(names, row.runUuid, row.experiment) : {},
    inputs,
    outputs: [names.model(name, String(version))],
  };
}

const placed = z.object({
  name: z.string(),
  version: z.coerce.string(),
  /** Of a promotion "@champion" or "Production", of an alias "champion", of a stage "Production". */
  target: z.string().optional(),
  alias: z.string().optional(),
  to: z.string().optional(),
});

function placeOf(
  names: OpenLineageNames,
  { name, version, target, alias, to }: z.output<typeof placed>,
): OpenLineageDataset | null {
  const at = target ?? (alias ? `@${alias}` : to);
  if (!at || at === "None" || at === "Archived") return null;
  return names.model(at.startsWith("@") ? `${name}${at}` : `${name}/stages/${at}`, version);
}

/** A promotion: from the version to where it stands now. */
function promotionFacts({ names, happened }: Report): Facts {
  const { data } = placed.safeParse(happened.data);
  const place = data ? placeOf(names, data) : null;
  if (!data || !place) return null;
  return {
    runId: happened.id,
    eventType: "COMPLETE",
    job: { ...names.job(`promote/${data.name}`), facets: { jobType: jobType("PROMOTION") } },
    inputs: [names.model(data.name, data.version)],
    outputs: [place],
  };
}

async function factsOf(report: Report): Promise<Facts> {
  switch (eventName(report.happened)) {
    case "run.finished":
      return runFacts(report);
    case "model_version.created":
      return registrationFacts(report);
    default:
      return promotionFacts(report);
  }
}

/** Tells receivers of OpenLineage of one event. Again is harmless: a receiver gets an event once. */
export const reportHandler = defineHandler(
  "lineage.report",
  happenedPayload,
  { maxAttempts: 10, deadlineMs: 30_000 },
  async (happened) => {
    const asked = await webhooksFor(db(), happened);
    const receivers = asked.filter(({ format }) => format === "openlineage");
    const [first] = receivers;
    if (!first) return;
    const names = new OpenLineageNames(publicUrl(), first.workspace.slug);
    const facts = await factsOf({ names, happened });
    if (!facts) return;
    const body = openLineageBody(happened.at, publicUrl(), facts);
    await db().$transaction((tx) =>
      handOut(
        tx,
        happened,
        receivers.map(({ id }) => ({ id, body })),
      ),
    );
  },
);
