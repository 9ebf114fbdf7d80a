import "server-only";
import { createHash } from "node:crypto";
import type { PostingPlace } from "../queries/posting-place";
import {
  checkMoment,
  loggableInputs,
  plainValue,
  RefusedRow,
  revisionOf,
} from "../rules/posted-predictions";
import type { PredictionEntry } from "../rules/prediction-pack";
import { postedPrediction } from "../schema/posted-predictions";
import type { DeploymentRef } from "../sql/predictions";

const UUID = /^[\da-f]{8}-[\da-f]{4}-[\da-f]{4}-[\da-f]{4}-[\da-f]{12}$/i;

export const isUuid = (id: string): boolean => UUID.test(id);

/** A UUID as it is; of any other text one that the same text always gets. */
export function predictionIdOf({ deploymentId }: DeploymentRef, id: string): string {
  if (isUuid(id)) return id.toLowerCase();
  const hex = createHash("sha256").update(`${deploymentId} ${id}`).digest("hex");
  const [a, b, c, d, e] = [0, 8, 12, 16, 20].map((at, index) =>
    hex.slice(at, [8, 12, 16, 20, 32][index]),
  );
  // Version 8, variant 10: made of a hash of our own.
  return `${a}-${b}-8${c?.slice(1)}-a${d?.slice(1)}-${e}`;
}

/** A row as the log takes it. Throws RefusedRow with what is wrong. */
export function entryOf(place: PostingPlace, raw: unknown, now: number): PredictionEntry {
  const parsed = postedPrediction.safeParse(raw);
  if (!parsed.success) {
    const [issue] = parsed.error.issues;
    const field = issue?.path.join(".");
    throw new RefusedRow(`${field ? `${field}: ` : ""}${issue?.message ?? "It cannot be read."}`);
  }
  const { id, key, outputs, ...row } = parsed.data;
  const at = row.at ?? now;
  checkMoment(at, now, place.settings);
  const revision = revisionOf(row, place);
  const inputs = loggableInputs(row, revision, place.settings);
  return {
    id: predictionIdOf(place, id),
    at,
    workspaceId: place.workspaceId,
    deploymentId: place.deploymentId,
    revision: revision.number,
    modelVersionId: revision.modelVersionId,
    isShadow: false,
    key: key ?? (isUuid(id) ? null : id),
    status: 200,
    error: null,
    latencyMs: 0,
    protocol: "posted",
    rows: 1,
    signature: { inputs: null, outputs: null },
    input: { kind: "array", value: [inputs] },
    output: { kind: "json", predictions: [plainValue(outputs)] },
  };
}
