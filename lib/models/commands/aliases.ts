import "server-only";
import { type Actor, assertCan } from "@/lib/access/actor";
import { checkAlias, checkAssignableAlias, checkModelName } from "../rules/names";
import type { VersionRef } from "../schema";
import { assertAliasIsFree } from "../sql/protection";
import { lockModel, lockVersion } from "../sql/refs";
import { modelTransaction } from "../sql/transaction";
import { placeAlias, removeAlias } from "./placements";

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
    await assertAliasIsFree(tx, model, alias);
    await placeAlias(tx, actor, model, { alias, version: version.version, before });
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
    await assertAliasIsFree(tx, model, alias);
    await removeAlias(tx, actor, model, { alias, version: pointed.version });
  });
}
