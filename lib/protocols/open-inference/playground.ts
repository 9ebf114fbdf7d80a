import { randomUUID } from "node:crypto";
import type { Actor } from "@/lib/access/actor";
import { AppError } from "@/lib/core/errors";
import { log } from "@/lib/core/log";
import type { TriedPredictionDto } from "@/lib/gateway/dto/playground";
import { predict } from "@/lib/gateway/queries/predict";
import { toPredictions } from "@/lib/gateway/rules/answers";
import type { TryPredictionInput } from "@/lib/gateway/schema/playground";
import { toWireFailure } from "./errors";
import { readInvocation } from "./tabular";

/** Asks as `/serve/{deployment}/invocations` does, and says what a program would be told. */
export async function tryInvocation(
  actor: Actor,
  { deployment, revision, body }: TryPredictionInput,
): Promise<TriedPredictionDto> {
  const started = performance.now();
  const about = () => ({ latencyMs: performance.now() - started });
  try {
    const { id, input, params } = readInvocation(Buffer.from(body, "utf8"));
    const predicted = await predict(actor, {
      deployment,
      revision,
      requestId: randomUUID(),
      protocol: "playground",
      headers: {},
      key: id,
      params,
      timeoutMs: null,
      input,
    });
    const predictions = toPredictions(predicted.output, predicted.signature);
    return {
      ...about(),
      status: 200,
      predictionId: predicted.id,
      revision: predicted.revision,
      answer: JSON.stringify({ predictions }),
      message: "",
      columns: {},
    };
  } catch (error) {
    const { status, message } = toWireFailure(error);
    if (status === 500) log().error({ err: error }, "a prediction failed");
    return {
      ...about(),
      status,
      predictionId: null,
      revision: null,
      answer: null,
      message,
      columns: error instanceof AppError ? { ...error.fields } : {},
    };
  }
}
