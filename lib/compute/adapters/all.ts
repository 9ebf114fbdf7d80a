import "server-only";
import { join } from "node:path";
import { env } from "@/lib/core/env";
import type { ComputeAdapter } from "./adapter";
import { LocalBackend } from "./local";

/** The adapter of a kind of backend; null for one that this process cannot reach. */
export function adapterOf(kind: string): ComputeAdapter | null {
  const { LOCAL_JOBS, SLIPWAY_DATA } = env();
  return kind === "local" && LOCAL_JOBS > 0 ? new LocalBackend(join(SLIPWAY_DATA, "jobs")) : null;
}
