import "server-only";
import { type Actor, assertCan } from "@/lib/access/actor";
import { db } from "@/lib/db/client";
import { getRun } from "@/lib/runs/queries/get-run";
import type { CardProposalDto } from "../dto/cards";
import type { LoggedModelDto } from "../dto/logged-models";
import type { ModelVersionDto } from "../dto/models";
import type { VersionPageDto } from "../dto/versions";
import { type KnownMetric, proposeCard } from "../rules/card-proposal";
import { readModelReference } from "../rules/sources";
import type { VersionRef } from "../schema";
import { readCardDocument } from "../sql/cards";
import { modelNotFound } from "../sql/refs";
import { getLoggedModel } from "./logged-models";
import { describeVersionFiles } from "./version-files";
import { getVersionPage } from "./version-page";

/** The newest card of a version, or of the nearest one below it that has a card. */
function cardAtOrBelow(actor: Actor, name: string, version: { lt: number } | { equals: number }) {
  return db().modelCardVersion.findFirst({
    where: {
      workspaceId: actor.workspaceId,
      version: { deletedAt: null, version, model: { name } },
    },
    include: { version: { select: { version: true, model: { select: { name: true } } } } },
    orderBy: [{ version: { version: "desc" } }, { number: "desc" }],
  });
}

/** What was said before: of the version that this one is a copy of, else of the nearest older one. */
async function findPrevious(actor: Actor, { name, version, source }: ModelVersionDto) {
  const origin = readModelReference(source);
  const copied =
    origin?.kind === "version"
      ? await cardAtOrBelow(actor, origin.name, { equals: Number(origin.version) })
      : null;
  const row = copied ?? (await cardAtOrBelow(actor, name, { lt: version }));
  return row
    ? {
        model: row.version.model.name,
        version: row.version.version,
        number: row.number,
        document: readCardDocument(row.document),
      }
    : null;
}

/** The values that the version's page shows, with what its logged model's were measured on. */
function metricsOf({ metrics }: VersionPageDto, logged: LoggedModelDto | null): KnownMetric[] {
  const datasets = new Map(
    [...(logged?.metrics ?? [])]
      .sort((a, b) => a.timestamp - b.timestamp || a.step - b.step)
      .map(({ key, datasetName }) => [key, datasetName]),
  );
  return metrics.map(({ key, value }) => ({ key, value, dataset: datasets.get(key) ?? "" }));
}

/** A version's card as far as it can be told without asking anybody. Nothing of it is saved. */
export async function proposeModelCard(actor: Actor, ref: VersionRef): Promise<CardProposalDto> {
  assertCan(actor, "model:read");
  const page = await getVersionPage(actor, ref);
  const { version, run, loggedModel } = page;
  const [model, { model: file }, logged, ranBy, previous] = await Promise.all([
    db().registeredModel.findFirst({
      where: { workspaceId: actor.workspaceId, name: version.name },
      include: { tags: true },
    }),
    describeVersionFiles(actor, version),
    loggedModel ? getLoggedModel(actor, { uuid: loggedModel.uuid, allowsDeleted: true }) : null,
    run ? getRun(actor, run.uuid) : null,
    findPrevious(actor, version),
  ]);
  if (!model) throw modelNotFound(version.name);
  return proposeCard({
    description: version.description ?? "",
    modelDescription: model.description ?? "",
    owner: version.owner,
    modelOwner: model.owner,
    riskTier: model.riskTier,
    riskReason: model.riskReason,
    tags: [
      { of: "version", tags: version.tags },
      { of: "logged model", tags: logged?.tags ?? [] },
      { of: "run", tags: ranBy?.tags ?? [] },
      { of: "model", tags: model.tags },
    ],
    datasets: page.datasets,
    metrics: metricsOf(page, logged),
    libraries: file?.flavors ?? [],
    licence: file?.licence ?? null,
    inputs: file?.inputs ?? null,
    outputs: file?.outputs ?? null,
    params: file?.params ?? null,
    previous,
  });
}
