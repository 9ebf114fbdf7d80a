import "server-only";
import { randomUUID } from "node:crypto";
import { type Actor, assertCan } from "@/lib/access/actor";
import { env } from "@/lib/core/env";
import { AppError } from "@/lib/core/errors";
import type { Serving } from "@/lib/deployments/queries/serving";
import { type Decision, route } from "@/lib/deployments/rules/routing";
import type { ModelAdapter } from "../adapters/adapter";
import { gateway } from "../jobs/gateway";
import { recordPrediction } from "../jobs/prediction-log";
import type { LoadedRevision } from "../jobs/revision";
import type { Served } from "../jobs/windows";
import { answeredRows } from "../rules/answers";
import { checkInput, countRows } from "../rules/check-input";
import { isSameAnswer } from "../rules/compare";
import { ModelFailure } from "../rules/failures";
import { RateLimit } from "../rules/rate";
import type { ModelSignature } from "../rules/signature";
import type { ModelInput, ModelOutput, Params } from "../schema/payload";
import { servingOf } from "./served";

/** What somebody wants predicted, read from whatever protocol it came in. */
export interface PredictCall {
  deployment: string;
  /** The one that shall answer, of those that the plan gives traffic; null for whichever the plan chooses. */
  revision: number | null;
  /** The X-Request-Id. */
  requestId: string;
  protocol: string;
  /** Names in lower case. */
  headers: Readonly<Record<string, string | readonly string[] | undefined>>;
  /** The "id" of the request, by which traffic may be divided. */
  key: string | null;
  params: Params | null;
  /** How long the caller waits at most; null for as long as the revision may take. */
  timeoutMs: number | null;
  input: (signature: ModelSignature) => ModelInput;
}

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
  const wait = shared.slipwayPredictRate.take(caller, Date.now());
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

interface Attempt {
  serving: Serving;
  call: PredictCall;
  id: string;
  key: string | null;
  isShadow: boolean;
}

interface Answered {
  input: ModelInput;
  output: ModelOutput;
}

const timeoutOf = (loaded: LoadedRevision, { timeoutMs }: PredictCall): number =>
  Math.min(loaded.revision.settings.timeoutMs, timeoutMs ?? Number.POSITIVE_INFINITY);

/** Refuses what is no answer to so many rows; tensors may be of any shape. */
function checkAnswer(input: ModelInput, output: ModelOutput): void {
  if (input.kind === "tensors") return;
  const [sent, answered] = [countRows(input), answeredRows(output)];
  if (answered !== null && answered !== sent)
    throw new ModelFailure("BROKEN", `The model answered ${answered} rows for ${sent}.`);
}

/** Here and below, what is at hand is used without a wait: each promise costs as much as a good part of a prediction. */
function inferBy(
  adapter: ModelAdapter,
  { signature }: LoadedRevision,
  call: PredictCall,
  deadline: number,
): Promise<Answered> {
  const input = checkInput(call.input(signature), signature, adapter.metadata()?.inputs ?? null);
  return adapter.infer({ input, params: call.params, deadline }).then((output) => {
    checkAnswer(input, output);
    return { input, output };
  });
}

function infer(loaded: LoadedRevision, { call }: Attempt): Promise<Answered> {
  const deadline = Date.now() + timeoutOf(loaded, call);
  const adapter = loaded.ready();
  return adapter
    ? inferBy(adapter, loaded, call, deadline)
    : loaded.answering(deadline).then((ready) => inferBy(ready, loaded, call, deadline));
}

interface Outcome {
  latencyMs: number;
  /** HTTP status. */
  status: number;
  error: string | null;
  input: ModelInput | null;
  output: ModelOutput | null;
}

/** Keeps what was asked and answered for the log. */
function record(
  { signature, revision }: LoadedRevision,
  { call, id, key, isShadow }: Attempt,
  { latencyMs, status, error, input, output }: Outcome,
): void {
  recordPrediction({
    id,
    at: Date.now(),
    workspaceId: revision.workspaceId,
    deploymentId: revision.deploymentId,
    revision: revision.number,
    modelVersionId: revision.modelVersionId,
    isShadow,
    key,
    status,
    error,
    latencyMs,
    protocol: call.protocol,
    rows: input ? countRows(input) : 0,
    signature,
    input,
    output,
  });
}

/** Counts and logs what became of an attempt that did not succeed. */
function noteFailure(loaded: LoadedRevision, what: Attempt, latencyMs: number, error: unknown) {
  const { windows } = gateway();
  const served = servedBy(loaded, what);
  if (error instanceof ModelFailure) {
    windows.answered(served, latencyMs, true);
    const { status, message } = error;
    const input = sentInput(loaded, what);
    record(loaded, what, { latencyMs, status, error: message, input, output: null });
  } else if (error instanceof AppError && error.code === "UNAVAILABLE") windows.rejected(served);
}

const servedBy = ({ revision }: LoadedRevision, { isShadow }: Attempt): Served => ({
  workspaceId: revision.workspaceId,
  deploymentId: revision.deploymentId,
  revision: revision.number,
  isShadow,
});

/** One revision's answer, counted and logged. */
function attempt(loaded: LoadedRevision, what: Attempt): Promise<Answered> {
  const started = performance.now();
  const fail = (error: unknown): never => {
    noteFailure(loaded, what, performance.now() - started, error);
    throw error;
  };
  let asked: Promise<Answered>;
  try {
    asked = infer(loaded, what);
  } catch (error) {
    asked = Promise.reject(error);
  }
  return asked.then((answered) => {
    const latencyMs = performance.now() - started;
    gateway().windows.answered(servedBy(loaded, what), latencyMs, false);
    const { input, output } = answered;
    record(loaded, what, { latencyMs, status: 200, error: null, input, output });
    return answered;
  }, fail);
}

/** What the model failed on, as far as it can be read. */
function sentInput({ signature }: LoadedRevision, { call }: Attempt): ModelInput | null {
  try {
    return checkInput(call.input(signature), signature, null);
  } catch {
    return null;
  }
}

/** Sends copies to the shadows of a plan. Nobody waits for them, and nothing that they do is the caller's concern. */
function askShadows(
  decision: Decision,
  what: Attempt,
  returned: { output: ModelOutput; signature: ModelSignature },
): void {
  for (const number of decision.shadows) {
    const loaded = gateway().revision(what.serving, number);
    const copy = { ...what, isShadow: true };
    const served = servedBy(loaded, copy);
    attempt(loaded, copy).then(
      ({ output }) =>
        gateway().windows.compared(
          served,
          isSameAnswer(returned, { output, signature: loaded.signature }),
        ),
      () => gateway().windows.compared(served, false),
    );
  }
}

function predictBy(serving: Serving, call: PredictCall): Promise<Predicted> {
  const key = keyOf(serving, call)?.slice(0, MAX_KEY) ?? null;
  const decision = decide(serving, call, key);
  const id = UUID.test(call.requestId) ? call.requestId : randomUUID();
  const loaded = gateway().revision(serving, decision.revision);
  const what = { serving, call, id, key, isShadow: false };
  return attempt(loaded, what).then(({ output }) => {
    const { signature, revision } = loaded;
    if (decision.shadows.length > 0)
      setImmediate(askShadows, decision, what, { output, signature });
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
