import "server-only";
import { type Actor, assertCan } from "@/lib/access/actor";
import { recordAudit } from "@/lib/audit/record";
import { checkAlias, checkAssignableAlias, checkModelName } from "../rules/names";
import type { VersionRef } from "../schema";
import { lockModel, lockVersion } from "../sql/refs";
import { modelTransaction } from "../sql/transaction";
import { publishModelEvent } from "./events";

/** Points an alias of a model to one of its versions; it moves silently when it pointed to another. */
export async function setAlias(
  actor: Actor,
  { alias, ...ref }: VersionRef & { alias: string },
): Promise<void> {
  assertCan(actor, "model:write");
  checkModelName(ref.name);
  checkAssignableAlias(alias);
  await modelTransaction(actor, ref.name, async (tx) => {
    const { model, version } = await lockVersion(tx, actor, ref);
    const before = model.aliases.find((item) => item.alias === alias)?.version ?? null;
    if (before === version.version) return;
    await tx.modelAlias.upsert({
      where: { modelId_alias: { modelId: model.id, alias } },
      create: { modelId: model.id, alias, version: version.version },
      update: { version: version.version },
    });
    await recordAudit(tx, actor, {
      action: "model.alias-set",
      subject: `model ${ref.name}`,
      details: { alias, from: before, to: version.version },
    });
    await publishModelEvent(tx, actor, {
      entity: "model_version_alias",
      action: "created",
      tags: model.tags,
      data: { name: ref.name, alias, version: String(version.version) },
    });
  });
}

/** Removes an alias; one that is not there is fine. */
export async function deleteAlias(
  actor: Actor,
  { name, alias }: { name: string; alias: string },
): Promise<void> {
  assertCan(actor, "model:write");
  checkModelName(name);
  checkAlias(alias);
  await modelTransaction(actor, name, async (tx) => {
    const model = await lockModel(tx, actor, name);
    const pointed = model.aliases.find((item) => item.alias === alias);
    if (!pointed) return;
    await tx.modelAlias.delete({ where: { modelId_alias: { modelId: model.id, alias } } });
    await recordAudit(tx, actor, {
      action: "model.alias-removed",
      subject: `model ${name}`,
      details: { alias, from: pointed.version },
    });
    await publishModelEvent(tx, actor, {
      entity: "model_version_alias",
      action: "deleted",
      tags: model.tags,
      data: { name, alias },
    });
  });
}
