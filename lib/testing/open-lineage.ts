import { randomUUID } from "node:crypto";
import type { Actor } from "@/lib/access/actor";
import type { TestDoor } from "./program-door";

/** An event as clients send it: a run that has completed and read and wrote nothing. */
export const openLineageEvent = (more: Record<string, unknown> = {}) => ({
  eventType: "COMPLETE",
  eventTime: "2026-01-02T03:04:05.678Z",
  producer: "https://example.org/producer",
  schemaURL: "https://openlineage.io/spec/2-0-2/OpenLineage.json#/$defs/RunEvent",
  run: { runId: randomUUID(), facets: {} },
  job: { namespace: "airflow", name: `job ${randomUUID()}`, facets: {} },
  inputs: [],
  outputs: [],
  ...more,
});
/** A dataset in a bucket. */
export const openLineageDataset = (name: string, facets: Record<string, unknown> = {}) => ({
  namespace: "s3://bucket",
  name,
  facets,
});

interface Sending {
  token: string;
  headers?: Record<string, string>;
}

/** Sends an event to a workspace. */
export const sendEvent = (
  door: TestDoor,
  { workspaceSlug }: Pick<Actor, "workspaceSlug">,
  body: unknown,
  { token, headers = {} }: Sending,
) =>
  door.call("POST", "/api/v1/lineage", {
    token,
    body,
    headers: { "X-MLFLOW-WORKSPACE": workspaceSlug, ...headers },
  });
