import "server-only";
import { isUtf8 } from "node:buffer";
import { timingSafeEqual } from "node:crypto";
import type { Visitor } from "@/lib/access/actor";
import { openSecret } from "@/lib/access/sealed-secrets";
import type { JobDto } from "@/lib/compute/dto/jobs";
import { launcherOf } from "@/lib/compute/jobs/launcher";
import { AppError, mayPass } from "@/lib/core/errors";
import { pool } from "@/lib/db/pool";
import { announce } from "@/lib/events/announce";
import { sign } from "@/lib/events/jobs/send-delivery";
import { isTimely, parametersOf, toSenderError } from "../rules/hooks";
import type { ReceivedInput } from "../schema/hooks";
import {
  findDelivery,
  findReceivingHook,
  hookNotFound,
  insertDelivery,
  insertUnsigned,
  type ReceivingHook,
  recentDeliveries,
} from "../sql/hooks";
import { HOOK_PURPOSE } from "./hooks";
import { launchWithin } from "./launch";

const MAX_A_MINUTE = 60;

function isSame(expected: string, given: string): boolean {
  const [a, b] = [Buffer.from(expected), Buffer.from(given)];
  return a.length === b.length && timingSafeEqual(a, b);
}

/** Whether one of the secrets that are taken has signed all of it. */
function isSigned(hook: ReceivingHook, received: ReceivedInput): boolean {
  const { deliveryId, timestamp, signature } = received;
  const body = received.body.toString("utf8");
  const sealed = [hook.sealedSecret, ...(hook.sealedPrevious ? [hook.sealedPrevious] : [])];
  const fits = sealed.map((one) => {
    const secret = openSecret(HOOK_PURPOSE, hook.id, one);
    return secret !== null && isSame(sign(secret, deliveryId, timestamp, body), signature);
  });
  return fits.includes(true);
}

/** A delivery of this name was received before: it launches nothing more, whatever became of the first. */
function replayed(job: number | null): AppError {
  const before = job === null ? "" : ` It has launched job ${job}.`;
  return new AppError("CONFLICT", `This delivery was received before.${before}`);
}

/** The webhook that was really meant, by somebody who knows its secret. */
async function admit(received: ReceivedInput): Promise<ReceivingHook> {
  const hook = await findReceivingHook(received.hookId);
  if (!hook) throw hookNotFound();
  if (!isUtf8(received.body) || !isSigned(hook, received)) {
    await insertUnsigned(hook, "The signature did not fit.");
    announce(hook.workspaceId, `pipeline:${hook.pipelineId}`);
    throw new AppError("FORBIDDEN", "The signature does not fit.");
  }
  if (!isTimely(received.timestamp, Date.now()))
    throw new AppError("FORBIDDEN", "This was signed more than five minutes ago or ahead.");
  const known = await findDelivery(hook, received.deliveryId);
  if (known) throw replayed(known.jobNumber);
  if ((await recentDeliveries(hook)) >= MAX_A_MINUTE)
    throw new AppError("RATE_LIMITED", `A webhook takes ${MAX_A_MINUTE} deliveries a minute.`);
  return hook;
}

/** Another request has brought the same delivery: the job that was about to be is rolled back. */
class Twin extends Error {}

/** A launch that failed: why is for the workspace, what the sender is told says less. */
class Refused extends Error {
  constructor(readonly inner: AppError) {
    super(inner.message);
  }
}

async function launchFor(hook: ReceivingHook, received: ReceivedInput): Promise<JobDto> {
  if (!hook.isEnabled) throw new AppError("CONFLICT", "This webhook is switched off.");
  const parameters = parametersOf(received.body.toString("utf8"));
  if (parameters === null)
    throw new AppError("INVALID", 'Send the parameters as a JSON object, such as {"rows": 100}.');
  const { id, pipelineId, workspaceId, savedById: userId } = hook;
  const actor = await launcherOf({ userId, workspaceId, credential: `hook:${id}` });
  if (!actor)
    throw new AppError("FORBIDDEN", "Whoever saved this webhook may launch jobs no more.");
  const { deliveryId } = received;
  const launched = { deliveryId, outcome: "launched", reason: null } as const;
  try {
    return await launchWithin(actor, { pipelineId, parameters }, async (tx, { number }) => {
      if (!(await insertDelivery(tx, hook, { ...launched, jobNumber: number }))) throw new Twin();
    });
  } catch (error) {
    if (error instanceof Twin) throw replayed(null);
    throw error instanceof AppError ? new Refused(error) : error;
  }
}

/**
 * Launches a pipeline for a signed delivery, in the name of whoever saved the webhook. The job and the delivery are
 * committed together, so that one delivery launches one job however often it comes.
 */
export async function receiveDelivery(_visitor: Visitor, received: ReceivedInput): Promise<JobDto> {
  const hook = await admit(received);
  try {
    return await launchFor(hook, received);
  } catch (thrown) {
    const error = thrown instanceof Refused ? thrown.inner : thrown;
    // What another try may change is not remembered: the sender may send it again.
    if (error instanceof AppError && !mayPass(error))
      await insertDelivery(pool(), hook, {
        deliveryId: received.deliveryId,
        outcome: "refused",
        reason: error.message,
        jobNumber: null,
      });
    throw thrown instanceof Refused ? toSenderError(thrown.inner) : thrown;
  } finally {
    announce(hook.workspaceId, `pipeline:${hook.pipelineId}`);
  }
}
