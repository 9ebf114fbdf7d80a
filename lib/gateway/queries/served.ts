import "server-only";
import { type Actor, assertCan } from "@/lib/access/actor";
import { AppError } from "@/lib/core/errors";
import type { Serving } from "@/lib/deployments/queries/serving";
import { servedElsewhere } from "@/lib/deployments/rules/elsewhere";
import { gateway } from "../jobs/gateway";

/** Throws NOT_FOUND for a deployment that is not there, UNAVAILABLE for one that is stopped, CONFLICT for one that is elsewhere. */
function checkServing(serving: Serving | null, name: string): Serving {
  if (!serving) throw new AppError("NOT_FOUND", `There is no deployment "${name.slice(0, 100)}".`);
  if (serving.status !== "running")
    throw new AppError("UNAVAILABLE", `The deployment "${serving.name}" is stopped.`);
  if (serving.revisions.some(({ backend }) => backend === "elsewhere"))
    throw servedElsewhere(serving.name, "it answers no requests here. Ask it where it runs.");
  return serving;
}

/** Known at once for what was asked for before: then nobody waits, not even for a turn of the event loop. */
export function servingOf(actor: Actor, name: string): Serving | Promise<Serving> {
  assertCan(actor, "deployment:predict");
  const found = gateway().serving(actor.workspaceId, name);
  return found instanceof Promise
    ? found.then((serving) => checkServing(serving, name))
    : checkServing(found, name);
}

export interface ServedModel {
  name: string;
  /** Numbers of the revisions that may answer. */
  versions: number[];
  platform: string;
  inputs: readonly { name: string; datatype: string; shape: readonly number[] }[];
  outputs: readonly { name: string; datatype: string; shape: readonly number[] }[];
  isReady: boolean;
}

/** What a deployment, or one revision of it, takes and gives. Throws NOT_FOUND. */
export async function describeServed(
  actor: Actor,
  { deployment, revision }: { deployment: string; revision: number | null },
): Promise<ServedModel> {
  assertCan(actor, "deployment:predict");
  const serving = await servingOf(actor, deployment);
  const weighed = serving.plan.weights.filter(({ weight }) => weight > 0);
  const stable = [...weighed].sort((a, b) => b.weight - a.weight)[0]?.revision ?? 0;
  const loaded = gateway().revision(serving, revision ?? stable);
  const adapter = await loaded.answering(Date.now() + 2_000).catch(() => null);
  const metadata = adapter?.metadata() ?? null;
  return {
    name: serving.name,
    versions: weighed.map((one) => one.revision),
    platform: metadata?.platform ?? loaded.revision.backend,
    inputs: metadata?.inputs ?? [],
    outputs: metadata?.outputs ?? [],
    isReady: adapter?.isReady() ?? false,
  };
}
