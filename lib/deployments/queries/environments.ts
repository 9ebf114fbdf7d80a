import "server-only";
import { type Actor, assertCan } from "@/lib/access/actor";
import type { EnvironmentDto } from "../dto/deployments";
import { readEnvironments } from "../sql/environments";

/** Where deployments can live, from the least to the most that depends on it. */
export async function listEnvironments(actor: Actor): Promise<EnvironmentDto[]> {
  assertCan(actor, "deployment:read");
  return readEnvironments(actor.workspaceId);
}
