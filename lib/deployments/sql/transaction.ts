import "server-only";
import { db, type Tx } from "@/lib/db/client";

/** Changes a deployment in one transaction; it waits for others that change the same one. */
export function deploymentTransaction<T>(work: (tx: Tx) => Promise<T>): Promise<T> {
  return db().$transaction(work, { timeout: 20_000 });
}
