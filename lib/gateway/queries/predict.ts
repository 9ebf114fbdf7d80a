import "server-only";
import { randomUUID } from "node:crypto";
import { type Actor, assertCan } from "@/lib/access/actor";
import { env } from "@/lib/core/env";
import { AppError } from "@/lib/core/errors";
import type { Serving } from "@/lib/deployments/queries/serving";
import { type Decision, route } from "@/lib/deployments/rules/routing";
import { gateway } from "../jobs/gateway";
import type { LoadedRevision } from "../jobs/revision";
import { answeredRows, loggedOutput } from "../rules/answers";
import { checkInput, countRows, loggedRows } from "../rules/check-input";
import { isSameAnswer } from "../rules/compare";
import { ModelFailure } from "../rules/failures";
import { RateLimit } from "../rules/rate";
import type { ModelSignature } from "../rules/signature";
import type { ModelInput, ModelOutput, Params } from "../schema/payload";
import { recordPrediction } from "../sql/prediction-log";

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
/** As many as any log keeps. */
const MAX_LOGGED_ROWS = 1_000;

const shared = globalThis as typeof globalThis & { slipwayPredictRate?: RateLimit };

function takeTurn(actor: Actor, deployment: string): void {
  shared.slipwayPredictRate ??= new RateLimit(env().SERVING_RATE_LIMIT);
  const caller = `${actor.credential ?? actor.userId}/${deployment}`;
  const wait = shared.slipwayPredictRate.take(caller, Date.now());
  if (wait > 0) throw new TooManyRequests(wait);
}

/** Throws NOT_FOUND for a deployment that is not there, UNAVAILABLE for one that is stopped. */
function checkServing(serving: Serving | null, name: string): Serving {
  if (!serving) throw new AppError("NOT_FOUND", `There is no deployment "${name.slice(0, 100)}".`);
  if (serving.status !== "running")
    throw new AppError("UNAVAILABLE", `The deployment "${serving.name}" is stopped.`);
  return serving;
}

/** Known at once for what was asked for before: then nobody waits, not even for a turn of the event loop. */
function servingOf({ workspaceId }: Actor, name: string): Serving | Promise<Serving> {
  const found = gateway().serving(workspaceId, name);
  return found instanceof Promise
    ? found.then((serving) => checkServing(serving, name))
    : checkServing(found, name);
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

async function infer(loaded: LoadedRevision, { call }: Attempt): Promise<Answered> {
  const deadline = Date.now() + timeoutOf(loaded, call);
  const adapter = loaded.ready() ?? (await loaded.answering(deadline));
  const { signature } = loaded;
  const input = checkInput(call.input(signature), signature, adapter.metadata()?.inputs ?? null);
  const output = await adapter.infer({ input, params: call.params, deadline });
  checkAnswer(input, output);
  return { input, output };
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
    content: () => ({
      inputs: input ? loggedRows(input, signature, MAX_LOGGED_ROWS) : null,
      outputs: output ? loggedOutput(output, signature, MAX_LOGGED_ROWS) : null,
    }),
    held: [input, output],
  });
}

/** One revision's answer, counted and logged. */
async function attempt(loaded: LoadedRevision, what: Attempt): Promise<Answered> {
  const { workspaceId, deploymentId, number } = loaded.revision;
  const served = { workspaceId, deploymentId, revision: number, isShadow: what.isShadow };
  const { windows } = gateway();
  const started = performance.now();
  try {
    const answered = await infer(loaded, what);
    const { input, output } = answered;
    const latencyMs = performance.now() - started;
    windows.answered(served, latencyMs, false);
    record(loaded, what, { latencyMs, status: 200, error: null, input, output });
    return answered;
  } catch (error) {
    const latencyMs = performance.now() - started;
    if (error instanceof ModelFailure) {
      windows.answered(served, latencyMs, true);
      const { status, message } = error;
      const input = sentInput(loaded, what);
      record(loaded, what, { latencyMs, status, error: message, input, output: null });
    } else if (error instanceof AppError && error.code === "UNAVAILABLE") windows.rejected(served);
    throw error;
  }
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
    const { workspaceId, deploymentId } = loaded.revision;
    const served = { workspaceId, deploymentId, revision: number, isShadow: true };
    attempt(loaded, { ...what, isShadow: true }).then(
      ({ output }) =>
        gateway().windows.compared(
          served,
          isSameAnswer(returned, { output, signature: loaded.signature }),
        ),
      () => gateway().windows.compared(served, false),
    );
  }
}

/** Asks the revision that the plan in force gives a request to. Throws ModelFailure when the model fails it. */
export async function predict(actor: Actor, call: PredictCall): Promise<Predicted> {
  assertCan(actor, "deployment:predict");
  takeTurn(actor, call.deployment);
  const found = servingOf(actor, call.deployment);
  const serving = found instanceof Promise ? await found : found;
  const key = keyOf(serving, call)?.slice(0, MAX_KEY) ?? null;
  const decision = decide(serving, call, key);
  const id = UUID.test(call.requestId) ? call.requestId : randomUUID();
  const loaded = gateway().revision(serving, decision.revision);
  const what = { serving, call, id, key, isShadow: false };
  const { output } = await attempt(loaded, what);
  const { signature, revision } = loaded;
  if (decision.shadows.length > 0) setImmediate(askShadows, decision, what, { output, signature });
  return {
    id,
    output,
    signature,
    revision: revision.number,
    modelName: revision.modelName,
    modelVersion: revision.modelVersion,
  };
}

export interface ServedModel {
  name: string;
  /** Numbers of the revisions that may answer. */
  versions: number[];
  platform: string;
  inputs: readonly { name: string; datatype: string; shape: readonly number[] }[];
  outputs: readonly { name: string; datatype: string; shape: readonly number[] }[];
  isReady: boolean;
}

/** What a deployment, or one revision of it, takes and gives. Throws NOT_FOUND. */
export async function describeServed(
  actor: Actor,
  { deployment, revision }: { deployment: string; revision: number | null },
): Promise<ServedModel> {
  assertCan(actor, "deployment:predict");
  const serving = await servingOf(actor, deployment);
  const weighed = serving.plan.weights.filter(({ weight }) => weight > 0);
  const stable = [...weighed].sort((a, b) => b.weight - a.weight)[0]?.revision ?? 0;
  const loaded = gateway().revision(serving, revision ?? stable);
  const adapter = await loaded.answering(Date.now() + 2_000).catch(() => null);
  const metadata = adapter?.metadata() ?? null;
  return {
    name: serving.name,
    versions: weighed.map((one) => one.revision),
    platform: metadata?.platform ?? loaded.revision.backend,
    inputs: metadata?.inputs ?? [],
    outputs: metadata?.outputs ?? [],
    isReady: adapter?.isReady() ?? false,
  };
}
