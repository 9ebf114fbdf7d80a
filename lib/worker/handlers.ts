import "server-only";
import type { QueueHandler } from "@/lib/queue/handler";

/** What takes each kind of queued work. */
export const HANDLERS: readonly QueueHandler[] = [];
