import "server-only";
import { z } from "zod";
import type { SqlClient } from "@/lib/db/pool";

export const ERASED_ACTION = "audit.payloads-erased";

const recordSchema = z.object({
  details: z.object({ events: z.array(z.tuple([z.number().int(), z.number().int()])) }),
});

/** Which events' payloads were erased, as the audit itself says. */
export interface Erasures {
  covers: (eventId: number) => boolean;
}

function isWithin(ranges: readonly (readonly [number, number])[], id: number): boolean {
  let low = 0;
  let high = ranges.length - 1;
  while (low <= high) {
    const middle = (low + high) >> 1;
    const [first, last] = ranges[middle] ?? [0, 0];
    if (id < first) high = middle - 1;
    else if (id > last) low = middle + 1;
    else return true;
  }
  return false;
}

/** What the records of erasures say. Those records keep their own payloads for good. */
export async function readErasures(client: SqlClient): Promise<Erasures> {
  const { rows } = await client.query<{ content: unknown }>(
    `SELECT p.content FROM audit_events e JOIN audit_payloads p ON p.event_id = e.id
     WHERE e.action = $1 AND e.role = 'system'`,
    [ERASED_ACTION],
  );
  const ranges = rows
    .flatMap(({ content }) => {
      const record = recordSchema.safeParse(content);
      return record.success ? record.data.details.events : [];
    })
    .sort(([a], [b]) => a - b);
  return { covers: (id) => isWithin(ranges, id) };
}
