import type { FastifyRequest } from "fastify";
import { invalidInput } from "@/lib/access/failures";
import { AppError } from "@/lib/core/errors";
import { postPredictions } from "@/lib/gateway/commands/post-predictions";
import {
  idempotencyKeyHeader,
  type PostedFormat,
  postPredictionsInput,
} from "@/lib/gateway/schema/posted-predictions";
import { announcedSize, bodyOf } from "@/lib/storage/stream-bodies";
import { postedPredictionsEntity } from "../prediction-entities";
import { defineOperation } from "../rest-route";
import { inWorkspacePath } from "./path";

const FORMATS: Readonly<Record<string, PostedFormat>> = {
  "application/json": "json",
  "application/x-ndjson": "lines",
  "application/jsonl": "lines",
  "text/csv": "csv",
  "application/vnd.apache.parquet": "parquet",
  "application/x-parquet": "parquet",
};

/** Throws INVALID for a body of another type. */
function formatOf({ headers }: FastifyRequest): PostedFormat {
  const type = headers["content-type"]?.split(";")[0]?.trim().toLowerCase() ?? "";
  const format = FORMATS[type];
  if (format) return format;
  throw new AppError("INVALID", `Send one of these types: ${Object.keys(FORMATS).join(", ")}.`);
}

function keyOf({ headers }: FastifyRequest): string | undefined {
  const parsed = idempotencyKeyHeader.safeParse(headers["idempotency-key"]);
  if (!parsed.success) throw invalidInput(parsed.error);
  return parsed.data;
}

/** Operations whose body is read as it arrives. */
export const postedPredictionOperations = [
  defineOperation({
    id: "postPredictions",
    method: "POST",
    path: "/workspaces/{workspace}/deployments/{deployment}/predictions",
    access: "deployment:predict",
    tag: "Predictions",
    summary:
      "Log what a deployment that is served elsewhere was asked and answered, as JSON, JSON lines, CSV or Parquet",
    params: inWorkspacePath.extend(postPredictionsInput.shape),
    isFile: true,
    answer: postedPredictionsEntity,
    run: (actor, { deployment }, request) => {
      announcedSize(request);
      const input = { deployment, format: formatOf(request), idempotencyKey: keyOf(request) };
      return postPredictions(actor, input, bodyOf(request));
    },
  }),
];
