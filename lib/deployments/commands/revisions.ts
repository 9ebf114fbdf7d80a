import "server-only";
import { type Actor, assertCan } from "@/lib/access/actor";
import { canonicalJson } from "@/lib/core/canonical-json";
import { AppError } from "@/lib/core/errors";
import type { Tx } from "@/lib/db/client";
import type { RevisionDto } from "../dto/deployments";
import { getServedFiles } from "../queries/served-files";
import { revisionsOf, withReplaced } from "../rules/plans";
import { type ServingBackend, servingBackend } from "../schema/backends";
import type { AddRevisionInput, ScaleInput } from "../schema/deployments";
import {
  assertInForce,
  assertSamePlace,
  assertServedHere,
  type LockedDeployment,
  lockDeployment,
} from "../sql/deployments";
import { readRevision } from "../sql/read";
import { readServed, type ServedRevision } from "../sql/served";
import { deploymentTransaction } from "../sql/transaction";
import { assertMayChangeTraffic, assertMayServe } from "./protection";
import { insertRevision, lockServedVersion } from "./revision-steps";
import { announceDeployment, putInForce } from "./traffic-steps";

interface Wanted {
  idempotencyKey?: string | undefined;
  /** What the revision serves, where the caller says so. */
  model?: string;
  version?: number;
  backend: ServingBackend;
}

/** The revision that a key has made already. Throws CONFLICT when the key was used for another one. */
async function findAdded(
  tx: Tx,
  deployment: LockedDeployment,
  { idempotencyKey, model, version, backend }: Wanted,
): Promise<number | null> {
  if (idempotencyKey === undefined) return null;
  const known = await tx.deploymentRevision.findFirst({
    where: { deploymentId: deployment.id, idempotencyKey },
  });
  if (!known) return null;
  const isSame =
    (model ?? known.modelName) === known.modelName &&
    (version ?? known.modelVersion) === known.modelVersion &&
    canonicalJson(servingBackend.parse(known.settings)) === canonicalJson(backend);
  if (isSame) return known.number;
  const message = `This idempotency key has made revision ${known.number}, which is another one.`;
  throw new AppError("CONFLICT", message, { idempotencyKey: message });
}

/** Adds a revision, which gets no traffic before a plan says so. */
export async function addRevision(actor: Actor, input: AddRevisionInput): Promise<RevisionDto> {
  assertCan(actor, "deployment:write");
  const { workspaceId, workspaceSlug } = actor;
  const files = await getServedFiles(actor, input);
  const number = await deploymentTransaction(async (tx) => {
    const deployment = await lockDeployment(tx, actor, input.deployment);
    const known = await findAdded(tx, deployment, input);
    if (known !== null) return known;
    await assertSamePlace(tx, deployment, input.backend);
    const next = deployment.nextRevision;
    const served = await lockServedVersion(tx, actor, input, files, next);
    const environment = deployment.environment.name;
    await assertMayServe(tx, { workspaceId, workspaceSlug, environment, served: [served] });
    await insertRevision(tx, actor, { ...input, deployment, served, files });
    await announceDeployment(tx, deployment);
    return next;
  });
  return readRevision(actor, { deployment: input.deployment, revision: number });
}

function assertNamed({ plan }: LockedDeployment, revision: number): void {
  if (revisionsOf(plan).includes(revision)) return;
  const message = `Revision ${revision} gets no traffic: add a revision instead.`;
  throw new AppError("INVALID", message, { revision: message });
}

const isWhole = (served: ServedRevision): served is ServedRevision & { versionId: bigint } =>
  served.versionId !== null;

/** The same version with other settings takes over all that a revision had. */
export async function scaleDeployment(actor: Actor, input: ScaleInput): Promise<RevisionDto> {
  assertCan(actor, "deployment:write");
  const { backend, reason, idempotencyKey } = input;
  const number = await deploymentTransaction(async (tx) => {
    const deployment = await lockDeployment(tx, actor, input.deployment);
    const known = await findAdded(tx, deployment, { idempotencyKey, backend });
    if (known !== null) return known;
    await assertServedHere(tx, deployment, "scale it where it runs.");
    await assertSamePlace(tx, deployment, backend);
    assertInForce(deployment, input.trafficVersion);
    assertNamed(deployment, input.revision);
    const old = await tx.deploymentRevision.findFirst({
      where: { deploymentId: deployment.id, number: input.revision },
    });
    const [served] = await readServed(tx, deployment, [input.revision]);
    const environment = deployment.environment.name;
    await assertMayChangeTraffic(tx, actor, { environment, served: served ? [served] : [] });
    if (!old || !served || !isWhole(served))
      throw new AppError("CONFLICT", "The version of this revision was deleted.");
    const next = deployment.nextRevision;
    await insertRevision(tx, actor, {
      deployment,
      served: { ...served, number: next },
      files: old,
      backend,
      note: reason,
      idempotencyKey,
    });
    const plan = withReplaced(deployment.plan, input.revision, next);
    await putInForce(tx, actor, deployment, { plan, origin: "person", reason });
    return next;
  });
  return readRevision(actor, { deployment: input.deployment, revision: number });
}
