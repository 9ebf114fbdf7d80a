import "server-only";
import type { Tx } from "@/lib/db/client";
import { tellAct } from "../commands/tell-act";
import { answers, coolDownWords } from "../rules/responses";
import type { Signal } from "../rules/signals";
import { ACTS, keptWish } from "../schema/acts";
import { insertAct } from "../sql/acts";

interface Answered {
  incident: {
    id: bigint;
    workspaceId: string;
    number: number;
    title: string;
    ownerId: string | null;
  };
  deploymentId: bigint;
  signal: Signal;
}

const HOUR_MS = 3_600_000;

/** The newest act of the same kind, in another incident of the deployment, that its cool-down still covers. */
function findRecent(
  tx: Tx,
  { incident: { id, workspaceId }, deploymentId }: Answered,
  { act, coolDownHours }: { act: string; coolDownHours: number },
) {
  return tx.incidentAct.findFirst({
    where: {
      ...{ workspaceId, act, status: { not: "refused" }, incidentId: { not: id } },
      incident: { deploymentId },
      createdAt: { gt: new Date(Date.now() - coolDownHours * HOUR_MS) },
    },
    orderBy: { id: "desc" },
    select: { createdAt: true, incident: { select: { number: true } } },
  });
}

/**
 * Has the responses of a deployment answer what came to its incident, in the same transaction: what is due then is done by the
 * worker, once for each incident.
 */
export async function answerSignal(tx: Tx, answered: Answered): Promise<void> {
  const { incident, deploymentId, signal } = answered;
  const { workspaceId } = incident;
  const { heldSince } = await tx.incident.findUniqueOrThrow({
    where: { id_workspaceId: { id: incident.id, workspaceId } },
    select: { heldSince: true },
  });
  // During maintenance nothing is told, and nothing is done either.
  if (heldSince !== null) return;
  const responses = await tx.incidentResponse.findMany({
    where: { workspaceId, deploymentId, removedAt: null },
    orderBy: { id: "asc" },
  });
  for (const response of responses.filter((one) => answers(one, signal))) {
    const act = ACTS.find((one) => one === response.act);
    if (act === undefined) continue;
    const recent = await findRecent(tx, answered, response);
    const made = {
      ...{ key: `response ${act}`, act, actorId: response.setById, responseId: response.id },
      wish: keptWish.parse(response.wish),
    };
    if (!recent) {
      await insertAct(tx, incident, { ...made, status: "due", reason: signal.summary });
      continue;
    }
    const note = coolDownWords(act, {
      ...response,
      since: recent.createdAt,
      in: recent.incident.number,
    });
    if (await insertAct(tx, incident, { ...made, status: "refused", reason: note })) {
      const notified = [response.setById, incident.ownerId];
      await tellAct(tx, null, incident, {
        ...{ act, status: "refused", kind: "refused", note, notified },
      });
    }
  }
}
