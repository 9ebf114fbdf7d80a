import "server-only";
import { type Actor, assertCan } from "@/lib/access/actor";
import { AppError } from "@/lib/core/errors";
import { type Paired, pairHalves } from "../jobs/pair-halves";
import { rowsOfPayload } from "../rules/payload-events";
import { checkMoment, RefusedRow, revisionOf } from "../rules/posted-predictions";
import { readSignature } from "../rules/signature";
import type { PayloadEventInput } from "../schema/payload-events";
import { keepHalf } from "../sql/prediction-halves";
import { postingPlace } from "./posting-place";

/**
 * Takes the request or the response of a prediction that KServe made: it is logged when both have come, in any order. Throws INVALID
 * for a payload that cannot be read.
 */
export async function takePayloadEvent(
  actor: Actor,
  { deployment, id, type: side, time, data }: PayloadEventInput,
): Promise<{ state: Paired }> {
  assertCan(actor, "deployment:predict");
  const place = await postingPlace(actor, deployment);
  const at = time ?? Date.now();
  try {
    checkMoment(at, Date.now(), place.settings);
    const revision = revisionOf({}, place);
    const rows = rowsOfPayload(side, data, readSignature(revision.signature));
    const modelVersionId =
      revision.modelVersionId === null ? null : Number(revision.modelVersionId);
    const event = { ...place, eventId: id };
    await keepHalf(event, { side, at, revision: revision.number, modelVersionId, rows });
    return { state: await pairHalves(event) };
  } catch (error) {
    throw error instanceof RefusedRow ? new AppError("INVALID", error.message) : error;
  }
}
