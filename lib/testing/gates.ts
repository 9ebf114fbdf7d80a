import { randomUUID } from "node:crypto";
import type { Actor } from "@/lib/access/actor";
import { getRequest } from "@/lib/approvals/queries/requests";
import type { GateDefinition, GateOf } from "@/lib/approvals/schema/gates";
import { createExperiment } from "@/lib/experiments/commands";
import { createModelVersion } from "@/lib/models/commands/versions";
import { logBatch } from "@/lib/runs/commands/log-batch";
import { enforce, makeRegistry } from "./approvals";
import { logSampleRun } from "./sample-runs";

export const auc: GateOf<"metric_threshold"> = {
  key: "auc",
  kind: "metric_threshold",
  title: "AUC",
  isBlocking: true,
  config: { metric: "auc", operator: ">=", threshold: 0.9 },
};
export const scan: GateOf<"push"> = {
  key: "scan",
  kind: "push",
  title: "Scan",
  isBlocking: true,
  config: { reporters: [] },
};

/** A registry in which version 3 has a run with metrics. */
export async function makeGatedRegistry(gates: GateDefinition[], value = 0.8) {
  const registry = await makeRegistry();
  const { owner, workspace } = registry;
  await enforce(workspace, { gates });
  const experimentId = await createExperiment(owner, { name: randomUUID(), tags: [] });
  const runUuid = await logSampleRun(owner, experimentId, {
    startTime: Date.now(),
    metrics: { auc: value },
    datasets: [{ name: "weather", digest: "abc", context: "training" }],
  });
  const version = async () =>
    (
      await createModelVersion(owner, {
        name: "churn",
        source: `runs:/${runUuid}/model`,
        runUuid,
        tags: [],
      })
    ).version;
  const log = (next: number) =>
    logBatch(owner, {
      runUuid,
      metrics: [{ key: "auc", value: next, step: 9, timestamp: Date.now() }],
      params: [],
      tags: [],
    });
  await version();
  return { ...registry, runUuid, log, version };
}

export async function gateOf(actor: Actor, number: number, key = "auc") {
  const { gateResults } = await getRequest(actor, { number });
  return gateResults.find((one) => one.key === key);
}
