import type { Actor } from "@/lib/access/actor";
import { createDeployment } from "@/lib/deployments/commands/create";
import { addRevision } from "@/lib/deployments/commands/revisions";
import { rollBackDeployment, setTraffic } from "@/lib/deployments/commands/traffic";
import {
  addRevisionInput,
  createDeploymentInput,
  rollBackInput,
  setTrafficInput,
} from "@/lib/deployments/schema/deployments";

/** What makes a deployment of the first version of "churn" in staging, unless more is said. */
export const deploymentWish = (name: string, more: object = {}) =>
  createDeploymentInput.parse({
    name,
    environment: "staging",
    model: "churn",
    version: 1,
    backend: { kind: "onnx" },
    ...more,
  });

export const deploy = (actor: Actor, name: string, more: object = {}) =>
  createDeployment(actor, deploymentWish(name, more));

/** A revision of the second version of "churn", unless more is said. */
export const revise = (actor: Actor, deployment: string, more: object = {}) =>
  addRevision(
    actor,
    addRevisionInput.parse({
      deployment,
      model: "churn",
      version: 2,
      backend: { kind: "onnx" },
      ...more,
    }),
  );

/** Puts weights in force, as [revision, weight], in the place of a version of the plan. */
export const split = (
  actor: Actor,
  deployment: string,
  weights: readonly (readonly [number, number])[],
  trafficVersion: number,
) =>
  setTraffic(
    actor,
    setTrafficInput.parse({
      deployment,
      trafficVersion,
      reason: "as the test wants it",
      plan: { weights: weights.map(([revision, weight]) => ({ revision, weight })) },
    }),
  );

export const rollBack = (actor: Actor, deployment: string, more: object = {}) =>
  rollBackDeployment(actor, rollBackInput.parse({ deployment, reason: "it is bad", ...more }));
