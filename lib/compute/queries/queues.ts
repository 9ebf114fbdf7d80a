import "server-only";
import { z } from "zod";
import { type Actor, assertCan } from "@/lib/access/actor";
import { lastKey, type Page, type PageInput, toPage } from "@/lib/core/page";
import { type QueuedJobDto, toQueuedJobDto } from "../dto/backends";
import { readQueue } from "../sql/queues";
import { listBackends } from "./backends";

const keyOfQueue = z
  .string()
  .regex(/^-?\d{1,3}\/\d{1,18}$/)
  .transform((key) => {
    const [priority = 0, id = 0] = key.split("/").map(Number);
    return { priority, id };
  });

/** Jobs of the workspace that wait, in the order in which they begin, each with what it waits for. */
export async function listQueue(
  actor: Actor,
  { limit, pageToken }: PageInput,
): Promise<Page<QueuedJobDto>> {
  assertCan(actor, "job:read");
  assertCan(actor, "backend:read");
  const after = lastKey(pageToken, keyOfQueue);
  const [backends, rows] = await Promise.all([
    listBackends(actor),
    readQueue(actor.workspaceId, { after, limit: limit + 1 }),
  ]);
  const byId = new Map(backends.map((backend) => [backend.id, backend]));
  const now = Date.now();
  const keyOf = ({ priority, id }: { priority: number; id: number }) => `${priority}/${id}`;
  return toPage(rows, limit, keyOf, (row) => toQueuedJobDto(row, byId.get(row.backendId), now));
}
