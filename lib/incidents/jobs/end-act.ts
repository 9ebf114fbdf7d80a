import "server-only";
import { db } from "@/lib/db/client";
import { tellAct } from "../commands/tell-act";
import type { EventAbout } from "../schema/acts";
import { moveAct, Settled, type StoredAct } from "../sql/acts";
import { lockIncident } from "../sql/incidents";

interface End {
  status: "refused" | "failed";
  /** Why, in a sentence. */
  note: string;
  about?: EventAbout;
}

/** Ends what cannot be done, or failed, and says so in the course and to whoever wanted it. */
export async function endAct(act: StoredAct, { status, note, about = {} }: End): Promise<void> {
  try {
    await db().$transaction(async (tx) => {
      await moveAct(tx, act, { status, reason: note });
      const incident = await lockIncident(tx, act.workspaceId, act.incident);
      await tellAct(tx, null, incident, {
        ...{ act: act.act, status, kind: status, note, about },
        notified: [act.actorId, incident.ownerId],
      });
    });
  } catch (error) {
    if (!(error instanceof Settled)) throw error;
  }
}
