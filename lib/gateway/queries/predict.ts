import "server-only";
import { randomUUID } from "node:crypto";
import { type Actor, assertCan } from "@/lib/access/actor";
import { now } from "@/lib/core/clock";
import { env } from "@/lib/core/env";
import { AppError } from "@/lib/core/errors";
import type { Serving } from "@/lib/deployments/queries/serving";
import { type Decision, route } from "@/lib/deployments/rules/routing";
import { type Attempt, attempt, servedBy } from "../jobs/attempt";
import { gateway } from "../jobs/gateway";
import { isSameAnswer } from "../rules/compare";
import { RateLimit } from "../rules/rate";
import type { ModelSignature } from "../rules/signature";
import type { PredictCall } from "../schema/calls";
import type { ModelOutput } from "../schema/payload";
import { servingOf } from "./served";

export interface Predicted {
  /** A UUID, under which it is logged and its truth may be posted. */
  id: string;
  output: ModelOutput;
  signature: ModelSignature;
  revision: number;
  modelName: string;
  modelVersion: number;
}

/** Somebody asks more often than is allowed. */
export class TooManyRequests extends AppError {
  constructor(readonly retryAfter: number) {
    super("RATE_LIMITED", "You ask more often than this server allows. Try again in a moment.");
  }
}

const UUID = /^[\da-f]{8}-[\da-f]{4}-[\da-f]{4}-[\da-f]{4}-[\da-f]{12}$/i;
const MAX_KEY = 500;

const shared = globalThis as typeof globalThis & { slipwayPredictRate?: RateLimit };

function takeTurn(actor: Actor, deployment: string): void {
  shared.slipwayPredictRate ??= new RateLimit(env().SERVING_RATE_LIMIT);
  const caller = `${actor.credential ?? actor.userId}/${deployment}`;
  const wait = shared.slipwayPredictRate.take(caller, now());
  if (wait > 0) throw new TooManyRequests(wait);
}

function keyOf({ plan }: Serving, { headers, key }: PredictCall): string | null {
  if (plan.stickyHeader === null) return key;
  const value = headers[plan.stickyHeader];
  const first = typeof value === "string" ? value : value?.[0];
  return first ?? key;
}

/** Who answers. Throws NOT_FOUND for a revision asked for by its number that gets no traffic. */
function decide(serving: Serving, call: PredictCall, key: string | null): Decision {
  const { plan, name } = serving;
  if (call.revision === null) {
    const decision = route(plan, { key, headers: call.headers, random: Math.random() });
    if (decision) return decision;
    throw new AppError("UNAVAILABLE", `No revision of "${name}" gets any traffic.`);
  }
  const { revision } = call;
  if (plan.weights.some((one) => one.revision === revision && one.weight > 0))
    return { revision, reason: "override", shadows: [] };
  throw new AppError("NOT_FOUND", `Revision ${revision} of "${name}" gets no traffic.`);
}

/** Sends copies to the shadows of a plan. Nobody waits for them, and nothing that they do is the caller's concern. */
function askShadows(
  serving: Serving,
  decision: Decision,
  what: Attempt,
  returned: { output: ModelOutput; signature: ModelSignature },
): void {
  for (const number of decision.shadows) {
    const loaded = gateway().revision(serving, number);
    const copy = { ...what, isShadow: true, input: null };
    const served = servedBy(loaded, copy);
    const { signature } = loaded;
    attempt(loaded, copy, (output) => isSameAnswer(returned, { output, signature })).then(
      (isSame) => gateway().windows.compared(served, isSame),
      () => gateway().windows.compared(served, false),
    );
  }
}

function predictBy(serving: Serving, call: PredictCall): Promise<Predicted> {
  const key = keyOf(serving, call)?.slice(0, MAX_KEY) ?? null;
  const decision = decide(serving, call, key);
  const id = UUID.test(call.requestId) ? call.requestId : randomUUID();
  const loaded = gateway().revision(serving, decision.revision);
  const what: Attempt = { call, id, key, isShadow: false, input: null };
  return attempt(loaded, what, (output) => {
    const { signature, revision } = loaded;
    if (decision.shadows.length > 0)
      setImmediate(askShadows, serving, decision, what, { output, signature });
    return {
      id,
      output,
      signature,
      revision: revision.number,
      modelName: revision.modelName,
      modelVersion: revision.modelVersion,
    };
  });
}

/**
 * Asks the revision that the plan in force gives a request to. Throws, or rejects with, ModelFailure when the model
 * fails it, AppError when it is refused.
 */
export function predict(actor: Actor, call: PredictCall): Promise<Predicted> {
  assertCan(actor, "deployment:predict");
  takeTurn(actor, call.deployment);
  const found = servingOf(actor, call.deployment);
  return found instanceof Promise
    ? found.then((serving) => predictBy(serving, call))
    : predictBy(found, call);
}
