import "server-only";
import { inTransaction } from "@/lib/db/pool";
import { lockNewest, saveHours, takeDeltas } from "@/lib/gateway/sql/profile-plans";
import { cutWindows } from "../rules/row-windows";
import { markCounted } from "../sql/performance";

interface RowPlan {
  workspaceId: string;
  planId: number;
  windowRows: number;
  limit: number;
}

/**
 * Adds what was counted since to the windows of rows of a plan, in the order it was counted; answers whether there may be more. What is
 * taken goes away in the same transaction, so that whoever is killed has added all of it or nothing.
 */
export function addUpRows({ workspaceId, planId, windowRows, limit }: RowPlan): Promise<boolean> {
  return inTransaction(async (tx) => {
    const newest = await lockNewest(tx, planId);
    const deltas = await takeDeltas(tx, planId, limit);
    const windows = cutWindows(
      newest && { opensAt: newest.hour, profile: newest.profile },
      deltas.map(({ profile }) => profile),
      { size: windowRows, now: Date.now() },
    );
    const counts = windows.map(({ opensAt, profile }) => ({ hour: opensAt, revision: 0, profile }));
    await saveHours(tx, { workspaceId, planId, counts }, false);
    await markCounted(tx, planId, [...new Set(deltas.map(({ hour }) => hour))]);
    return deltas.length === limit;
  });
}
