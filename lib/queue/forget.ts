import "server-only";
import { pool } from "@/lib/db/pool";

const KEPT_DAYS = 30;
const BATCH = 5_000;

/** Forgets, after 30 days, what was given up. Answers how many items that were. */
export async function forgetFailedItems(): Promise<number> {
  const { rowCount } = await pool().query(
    `DELETE FROM queue_items WHERE id IN (
       SELECT id FROM queue_items WHERE failed_at < now() - make_interval(days => $1) LIMIT $2)`,
    [KEPT_DAYS, BATCH],
  );
  return rowCount ?? 0;
}
