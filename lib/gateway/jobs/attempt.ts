import "server-only";
import { now } from "@/lib/core/clock";
import { AppError } from "@/lib/core/errors";
import type { ModelAdapter } from "../adapters/adapter";
import { answeredRows } from "../rules/answers";
import { checkInput, countRows } from "../rules/check-input";
import { ModelFailure } from "../rules/failures";
import type { PredictCall } from "../schema/calls";
import type { ModelInput, ModelOutput } from "../schema/payload";
import { gateway } from "./gateway";
import { recordPrediction } from "./prediction-log";
import type { LoadedRevision } from "./revision";
import type { Served } from "./windows";

/** One revision's try at a call. */
export interface Attempt {
  call: PredictCall;
  id: string;
  key: string | null;
  isShadow: boolean;
  /** What was read of the call, once it was. */
  input: ModelInput | null;
}

function timeoutOf({ revision }: LoadedRevision, { timeoutMs }: PredictCall): number {
  const { settings } = revision;
  const own = settings.kind === "elsewhere" ? 0 : settings.timeoutMs;
  return Math.min(own, timeoutMs ?? Number.POSITIVE_INFINITY);
}

/** Refuses what is no answer to so many rows; tensors may be of any shape. */
function checkAnswer(input: ModelInput | null, output: ModelOutput): void {
  if (input === null || input.kind === "tensors") return;
  const [sent, answered] = [countRows(input), answeredRows(output)];
  if (answered !== null && answered !== sent)
    throw new ModelFailure("BROKEN", `The model answered ${answered} rows for ${sent}.`);
}

/** Here and below, what is at hand is used without a wait: each promise costs as much as a good part of a prediction. */
function inferBy(
  adapter: ModelAdapter,
  { signature }: LoadedRevision,
  what: Attempt,
  deadline: number,
): Promise<ModelOutput> {
  const { call } = what;
  const input = checkInput(call.input(signature), signature, adapter.metadata()?.inputs ?? null);
  what.input = input;
  return adapter.infer({ input, params: call.params, deadline });
}

function infer(loaded: LoadedRevision, what: Attempt): Promise<ModelOutput> {
  const deadline = now() + timeoutOf(loaded, what.call);
  const adapter = loaded.ready();
  return adapter
    ? inferBy(adapter, loaded, what, deadline)
    : loaded.answering(deadline).then((ready) => inferBy(ready, loaded, what, deadline));
}

interface Outcome {
  latencyMs: number;
  /** HTTP status. */
  status: number;
  error: string | null;
  output: ModelOutput | null;
}

/** Keeps what was asked and answered for the log. */
function record(
  { signature, revision }: LoadedRevision,
  { call, id, key, isShadow, input }: Attempt,
  { latencyMs, status, error, output }: Outcome,
): void {
  recordPrediction({
    id,
    at: now(),
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
    what.input ??= sentInput(loaded, what);
    record(loaded, what, { latencyMs, status, error: message, output: null });
  } else if (error instanceof AppError && error.code === "UNAVAILABLE") windows.rejected(served);
}

export const servedBy = ({ revision }: LoadedRevision, { isShadow }: Attempt): Served => ({
  workspaceId: revision.workspaceId,
  deploymentId: revision.deploymentId,
  revision: revision.number,
  isShadow,
});

/** What `use` makes of one revision's answer, which is counted and logged. */
export function attempt<Used>(
  loaded: LoadedRevision,
  what: Attempt,
  use: (output: ModelOutput) => Used,
): Promise<Used> {
  const started = performance.now();
  const fail = (error: unknown): never => {
    noteFailure(loaded, what, performance.now() - started, error);
    throw error;
  };
  let asked: Promise<ModelOutput>;
  try {
    asked = infer(loaded, what);
  } catch (error) {
    asked = Promise.reject(error);
  }
  return asked.then((output) => {
    try {
      checkAnswer(what.input, output);
    } catch (error) {
      fail(error);
    }
    const latencyMs = performance.now() - started;
    gateway().windows.answered(servedBy(loaded, what), latencyMs, false);
    record(loaded, what, { latencyMs, status: 200, error: null, output });
    return use(output);
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
