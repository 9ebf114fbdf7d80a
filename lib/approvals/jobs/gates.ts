import "server-only";
import { db } from "@/lib/db/client";
import { enqueue } from "@/lib/queue/enqueue";
import { findEndedGates } from "../sql/gate-results";
import { reviewItem } from "../sql/review-items";

const MAX_AT_ONCE = 200;

/** Looks at requests again of which a waiver or a result has ended. Answers how many there were. */
export async function endGates(): Promise<number> {
  const ended = await findEndedGates(db(), MAX_AT_ONCE);
  if (ended.length > 0) await enqueue(db(), ...ended.map(reviewItem));
  return ended.length;
}
