import { Readable } from "node:stream";
import { expect, vi } from "vitest";
import type { Actor } from "@/lib/access/actor";
import { db, type JsonObject } from "@/lib/db/client";
import { freshSlots } from "@/lib/deployments/rules/assignment";
import { servingBackend } from "@/lib/deployments/schema/backends";
import { ALL_TRAFFIC, type TrafficPlan, trafficPlan } from "@/lib/deployments/schema/traffic";
import { workspaceStore } from "@/lib/storage/artifact-store";

export interface TestRevision {
  /** Names and contents; null for a version whose files are elsewhere. */
  files: Readonly<Record<string, Buffer | string>> | null;
  signature?: JsonObject | null;
  backend: { kind: string } & JsonObject;
}

/** A signature of columns as MLflow logs it. */
export const columnSignature = (
  columns: Readonly<Record<string, string>>,
  optional: readonly string[] = [],
): JsonObject => ({
  inputs: Object.entries(columns).map(([name, type]) => ({
    name,
    type,
    required: !optional.includes(name),
  })),
  outputs: null,
  params: null,
});

/** A running deployment of these revisions, the first with all of the traffic unless a plan says otherwise. */
export async function deploy(
  actor: Actor,
  name: string,
  revisions: readonly TestRevision[],
  plan: Partial<TrafficPlan> = {},
): Promise<bigint> {
  const { workspaceId, userId } = actor;
  const store = workspaceStore(workspaceId);
  for (const [index, { files }] of revisions.entries())
    for (const [path, content] of Object.entries(files ?? {}))
      await store.put(`served/${name}/${index + 1}/${path}`, Readable.from([content]));
  const environment = await db().deploymentEnvironment.findFirstOrThrow({
    where: { workspaceId, name: "staging" },
  });
  const { weights = [{ revision: 1, weight: ALL_TRAFFIC }] } = plan;
  const wanted = trafficPlan.parse({
    weights,
    slots: freshSlots(weights),
    shadows: [],
    seed: "s",
    stickyHeader: null,
    overrides: [],
    ...plan,
  });
  return db().$transaction(async (tx) => {
    const { id } = await tx.deployment.create({
      data: {
        workspaceId,
        name,
        environmentId: environment.id,
        createdById: userId,
        nextRevision: revisions.length + 1,
      },
    });
    for (const [index, { files, signature, backend }] of revisions.entries())
      await tx.deploymentRevision.create({
        data: {
          workspaceId,
          deploymentId: id,
          number: index + 1,
          modelName: name,
          modelVersion: index + 1,
          backend: backend.kind,
          settings: servingBackend.parse(backend),
          location: files ? `mlflow-artifacts:/served/${name}/${index + 1}` : null,
          ...(signature ? { signature } : {}),
          createdById: userId,
        },
      });
    await tx.trafficPlan.create({
      data: { workspaceId, deploymentId: id, version: 1, plan: wanted, origin: "person" },
    });
    return id;
  });
}

/** Resolves when so many revisions of the workspace answer. */
export async function awaitReady(actor: Actor, revisions: number): Promise<void> {
  await vi.waitFor(
    async () => {
      const where = { workspaceId: actor.workspaceId, status: "ready" };
      expect(await db().revisionState.count({ where })).toBe(revisions);
    },
    { timeout: 50_000, interval: 100 },
  );
}
