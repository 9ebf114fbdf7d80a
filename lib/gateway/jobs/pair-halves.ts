import "server-only";
import type { PredictionEntry } from "../rules/prediction-pack";
import { writePosted } from "../sql/posted-predictions";
import {
  type EventRef,
  forgetHalves,
  readHalves,
  readWaiting,
  type StoredHalf,
} from "../sql/prediction-halves";
import { isUuid, predictionIdOf } from "./posted-entry";

/** How long a request waits for its response, and the other way round. */
const WAIT_SECONDS = 600;
const LIMIT = 2_000;

function entryOf(event: EventRef, request?: StoredHalf, response?: StoredHalf): PredictionEntry {
  const known = request ?? response;
  if (!known) throw new Error("There is no half of a prediction.");
  const isWhole = request !== undefined && response !== undefined;
  const { workspaceId, deploymentId, eventId } = event;
  const lost = request ? "No response was told of" : "No request was told of";
  return {
    ...{ workspaceId, deploymentId, id: predictionIdOf(event, eventId), at: known.at },
    revision: known.revision,
    modelVersionId: known.modelVersionId === null ? null : BigInt(known.modelVersionId),
    isShadow: false,
    key: isUuid(eventId) ? null : eventId,
    status: isWhole ? 200 : 504,
    error: isWhole ? null : `${lost} within ten minutes.`,
    latencyMs: isWhole ? Math.max(0, response.at - request.at) : 0,
    protocol: "kserve",
    rows: known.rows.length,
    signature: { inputs: null, outputs: null },
    input: request ? { kind: "array", value: request.rows } : null,
    output: response ? { kind: "json", predictions: response.rows } : null,
  };
}

export type Paired = "paired" | "waiting" | "duplicate";

/** Logs a prediction of which both halves have come. Whoever comes in between logs it once all the same, by its id. */
export async function pairHalves(event: EventRef, isLast = false): Promise<Paired> {
  const halves = await readHalves(event);
  const [request, response] = (["request", "response"] as const).map((side) =>
    halves.find((half) => half.side === side),
  );
  if (halves.length === 0) return "duplicate";
  if (!isLast && !(request && response)) return "waiting";
  const { duplicates } = await writePosted(event, [entryOf(event, request, response)]);
  await forgetHalves(event);
  return duplicates > 0 ? "duplicate" : "paired";
}

/** Logs what nobody told the other half of, as failed: monitors do not count it. Answers how many there were. */
export async function logUnpaired(seconds = WAIT_SECONDS): Promise<number> {
  const waiting = await readWaiting(seconds, LIMIT);
  for (const event of waiting) await pairHalves(event, true);
  return waiting.length;
}
