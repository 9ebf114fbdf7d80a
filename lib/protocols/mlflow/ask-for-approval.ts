import type { Actor } from "@/lib/access/actor";
import { openRequest } from "@/lib/approvals/commands/requests";
import { listProtectedTargets } from "@/lib/approvals/queries/policies";
import type { Target } from "@/lib/approvals/schema/policies";
import { publicUrl } from "@/lib/core/env";
import { AppError } from "@/lib/core/errors";
import { routes } from "@/lib/core/routes";
import { getModelVersion, getVersionByAlias } from "@/lib/models/queries/registered-models";
import { APPROVAL_NEEDED } from "@/lib/models/rules/protection";

interface Change {
  model: string;
  version: number;
  target: Target;
  action: "set" | "clear";
  archivesExisting: boolean;
}

/** Whoever may change the registry may ask for what of it is protected: a token needs no scope of its own for that. */
function asRequester(actor: Actor): Actor {
  if (!actor.scopes) return actor;
  return {
    ...actor,
    scopes: new Set([...actor.scopes, "approvals:request", "approvals:read"] as const),
  };
}

/** Opens the request that the client should have opened, and says where it is. */
async function refuse(actor: Actor, refusal: AppError, change: Change): Promise<never> {
  const { number, isNew } = await openRequest(
    asRequester(actor),
    { ...change, note: "", plan: { description: "", steps: [], abortRule: "" } },
    "mlflow",
  );
  const address = publicUrl() + routes.approval(actor.workspaceSlug, number);
  const what = isNew ? `Approval request ${number} was opened` : `Approval request ${number} waits`;
  const reason = refusal.message.replace(APPROVAL_NEEDED, "").trimEnd();
  throw new AppError(
    "PROTECTED",
    `${reason} ${what}: ${address} Once it is approved, the change is made without another call.`,
  );
}

/** Does a change of the registry; one that is protected becomes an approval request, and a refusal with its address. */
async function orAsk<T>(
  actor: Actor,
  work: () => Promise<T>,
  findChange: () => Promise<Change | null>,
): Promise<T> {
  try {
    return await work();
  } catch (error) {
    if (!(error instanceof AppError) || error.code !== "PROTECTED") throw error;
    const change = await findChange();
    if (!change) throw error;
    return refuse(actor, error, change);
  }
}

export function setAliasOrAsk<T>(
  actor: Actor,
  input: { name: string; alias: string; version: string },
  work: () => Promise<T>,
): Promise<T> {
  return orAsk(actor, work, async () => ({
    model: input.name,
    version: Number(input.version),
    target: { kind: "alias", value: input.alias },
    action: "set",
    archivesExisting: false,
  }));
}

export function deleteAliasOrAsk<T>(
  actor: Actor,
  input: { name: string; alias: string },
  work: () => Promise<T>,
): Promise<T> {
  return orAsk(actor, work, async () => {
    const { version } = await getVersionByAlias(asReader(actor), input);
    return {
      model: input.name,
      version,
      target: { kind: "alias", value: input.alias },
      action: "clear",
      archivesExisting: false,
    };
  });
}

/** Reading what one may write. */
function asReader(actor: Actor): Actor {
  if (!actor.scopes) return actor;
  return { ...actor, scopes: new Set([...actor.scopes, "registry:read"] as const) };
}

export function transitionOrAsk<T>(
  actor: Actor,
  input: { name: string; version: string; stage: string; archivesExisting: boolean },
  work: () => Promise<T>,
): Promise<T> {
  return orAsk(actor, work, async () => {
    const targets = await listProtectedTargets(asRequester(actor), { model: input.name });
    const { version, stage } = await getModelVersion(asReader(actor), input);
    const find = (value: string) =>
      targets.find(
        ({ target }) =>
          target.kind === "stage" && target.value.toLowerCase() === value.toLowerCase(),
      )?.target;
    const leaving = find(stage);
    const reaching = find(input.stage);
    const isSame = stage.toLowerCase() === input.stage.toLowerCase();
    // Out of one protected stage into another is two decisions, and moving nothing but the others is none.
    if (isSame || (leaving && reaching)) return null;
    const target = reaching ?? leaving;
    if (!target) return null;
    return {
      model: input.name,
      version,
      target,
      action: reaching ? "set" : "clear",
      archivesExisting: reaching ? input.archivesExisting : false,
    };
  });
}
