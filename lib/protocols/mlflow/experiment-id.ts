import type { Actor } from "@/lib/access/actor";
import { parseExperimentId } from "@/lib/experiments/rules";
import { defaultExperimentId } from "@/lib/experiments/sql";

/** The experiment a wire id means: "0" is the default experiment of the actor's workspace. */
export async function toExperimentId(actor: Actor, wireId: string): Promise<number> {
  const id = parseExperimentId(wireId);
  return id === 0 ? defaultExperimentId(actor.workspaceId) : id;
}
