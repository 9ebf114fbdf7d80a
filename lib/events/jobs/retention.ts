import "server-only";
import { pool } from "@/lib/db/pool";

const DELIVERY_DAYS = 30;
const MAX_PER_WEBHOOK = 1_000;
const NOTIFICATION_DAYS = 180;
const BATCH = 5_000;

/** Forgets deliveries after 30 days, and finished ones beyond a webhook's newest 1,000. */
export async function forgetDeliveries(): Promise<number> {
  const { rowCount } = await pool().query(
    `DELETE FROM webhook_deliveries WHERE id IN (
       SELECT id FROM (
         SELECT id, state, created_at, row_number() OVER (PARTITION BY webhook_id ORDER BY id DESC) AS age
         FROM webhook_deliveries) AS d
       WHERE created_at < now() - make_interval(days => $1) OR (age > $2 AND state <> 'pending')
       LIMIT $3)`,
    [DELIVERY_DAYS, MAX_PER_WEBHOOK, BATCH],
  );
  return rowCount ?? 0;
}

export async function forgetNotifications(): Promise<number> {
  const { rowCount } = await pool().query(
    `DELETE FROM notifications WHERE id IN (
       SELECT id FROM notifications WHERE created_at < now() - make_interval(days => $1) LIMIT $2)`,
    [NOTIFICATION_DAYS, BATCH],
  );
  return rowCount ?? 0;
}
