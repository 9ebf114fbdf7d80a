import "server-only";
import { type Actor, assertCan } from "@/lib/access/actor";
import { db } from "@/lib/db/client";
import type { StandardDto, VersionStandardsDto } from "../dto/comparison";
import type { ModelVersionDto } from "../dto/models";
import { productionVersion } from "../rules/production";
import { modelNotFound } from "../sql/refs";
import { readVersionMetrics } from "../sql/version-metrics";

const SELECT = { id: true, version: true } as const;

interface Found {
  id: bigint;
  version: number;
  places: string[];
}

/** What a version is measured against: the one before it, and the one that serves production. */
export async function getVersionStandards(
  actor: Actor,
  { name, version }: Pick<ModelVersionDto, "name" | "version">,
): Promise<VersionStandardsDto> {
  assertCan(actor, "model:read");
  const { workspaceId } = actor;
  const model = await db().registeredModel.findUnique({
    where: { workspaceId_name: { workspaceId, name } },
    select: { id: true, aliases: { select: { alias: true, version: true } } },
  });
  if (!model) throw modelNotFound(name);
  const among = { workspaceId, modelId: model.id, deletedAt: null } as const;
  const newest = (where: object) =>
    db().modelVersion.findFirst({
      where: { ...among, ...where },
      orderBy: { version: "desc" },
      select: SELECT,
    });
  const [previous, staged] = await Promise.all([
    newest({ version: { lt: version } }),
    newest({ stage: "Production" }),
  ]);
  const serving = productionVersion({
    aliases: model.aliases,
    productionStage: staged?.version ?? null,
  });
  const row = serving && (await newest({ version: serving.version }));
  const production = serving && row ? { ...row, places: serving.places } : null;
  const metrics = await readVersionMetrics(
    workspaceId,
    [previous, production].flatMap((found) => found?.id ?? []),
  );
  const toStandard = (found: Found): StandardDto => ({
    version: found.version,
    places: found.places,
    metrics: Object.entries(metrics.get(found.version) ?? {}).map(([key, value]) => ({
      key,
      value,
    })),
  });
  return {
    previous: previous && toStandard({ ...previous, places: [] }),
    production: production && toStandard(production),
  };
}
