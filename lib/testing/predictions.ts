import { randomUUID } from "node:crypto";
import type { Actor } from "@/lib/access/actor";
import { db } from "@/lib/db/client";
import { planOfOne } from "@/lib/deployments/rules/plans";
import { recordPrediction } from "@/lib/gateway/jobs/prediction-log";
import type { PredictionEntry } from "@/lib/gateway/rules/prediction-pack";

/** A deployment with revisions that nothing serves: for what is kept of predictions. */
export async function makeQuietDeployment(
  { workspaceId, userId }: Actor,
  name = "churn",
  {
    revisions = 2,
    sent,
    backend = "onnx",
    modelVersionId = null,
  }: {
    revisions?: number;
    sent?: readonly string[];
    backend?: "onnx" | "elsewhere";
    modelVersionId?: bigint | null;
  } = {},
): Promise<bigint> {
  const { id: environmentId } = await db().deploymentEnvironment.findFirstOrThrow({
    where: { workspaceId },
  });
  const signature = sent && {
    inputs: sent.map((column) => ({ name: column, type: "double", required: true })),
    outputs: null,
  };
  return db().$transaction(async (tx) => {
    const { id } = await tx.deployment.create({
      data: { workspaceId, name, environmentId, createdById: userId, nextRevision: revisions + 1 },
    });
    for (let number = 1; number <= revisions; number += 1)
      await tx.deploymentRevision.create({
        data: {
          workspaceId,
          deploymentId: id,
          number,
          modelName: "churn",
          modelVersion: number,
          modelVersionId,
          backend,
          settings: { kind: backend },
          ...(signature ? { signature } : {}),
          createdById: userId,
        },
      });
    await tx.trafficPlan.create({
      data: {
        workspaceId,
        deploymentId: id,
        version: 1,
        origin: "person",
        plan: { ...planOfOne(1, name) },
      },
    });
    return id;
  });
}

/** Logs a prediction of a deployment as the gateway does; answers its id. */
export function logPrediction(
  { workspaceId }: Actor,
  deploymentId: bigint,
  {
    inputs = [{ tenure: 3, email: "ada@example.org" }],
    outputs = [{ label: 1, probabilities: [0.2, 0.8] }],
    ...more
  }: Partial<PredictionEntry> & {
    inputs?: readonly unknown[] | null;
    outputs?: readonly unknown[] | null;
  } = {},
): string {
  const id = more.id ?? randomUUID();
  recordPrediction({
    id,
    at: Date.now(),
    workspaceId,
    deploymentId,
    revision: 1,
    modelVersionId: null,
    isShadow: false,
    key: null,
    status: 200,
    error: null,
    latencyMs: 2.5,
    protocol: "invocations",
    rows: 1,
    signature: { inputs: null, outputs: null },
    input: inputs && { kind: "array", value: inputs },
    output: outputs && { kind: "json", predictions: outputs },
    ...more,
  });
  return id;
}
