import "server-only";
import { pipeline, type Readable } from "node:stream";
import { finished } from "node:stream/promises";
import { CsvError } from "csv-parse";
import { type Actor, assertCan } from "@/lib/access/actor";
import { recordAuditSql } from "@/lib/audit/record";
import { env } from "@/lib/core/env";
import { AppError } from "@/lib/core/errors";
import { takeTurns } from "@/lib/core/turnstile";
import { BrokenFile } from "@/lib/datasets/jobs/table-reader";
import { inTransaction, pool } from "@/lib/db/pool";
import { announce } from "@/lib/events/announce";
import { Meter } from "@/lib/storage/streams";
import type { PostedPredictionsDto } from "../dto/posted-predictions";
import { entryOf } from "../jobs/posted-entry";
import { type ReadRow, readPosted } from "../jobs/read-posted";
import { type PostingPlace, postingPlace } from "../queries/posting-place";
import { RefusedRow } from "../rules/posted-predictions";
import type { PredictionEntry } from "../rules/prediction-pack";
import { readSignature } from "../rules/signature";
import type { PostPredictionsInput } from "../schema/posted-predictions";
import { findUpload, keepUpload, writePosted } from "../sql/posted-predictions";

const BATCH = 1_000;
const MAX_PROBLEMS = 100;
const DEADLINE_MS = 5 * 60_000;
const TURNS = {
  name: "posted-predictions",
  atOnce: 2,
  waiting: 20,
  full: "Many predictions are being posted. Try again in a moment.",
};

/** Takes rows up batch by batch; each batch is written whole or not at all. */
class Taking {
  private batch: PredictionEntry[] = [];
  readonly answer: PostedPredictionsDto = {
    ...{ received: 0, kept: 0, duplicates: 0, leftOut: 0, refused: 0 },
    ...{ problems: [], stopped: null },
  };

  constructor(private readonly place: PostingPlace) {}

  async add(row: ReadRow): Promise<void> {
    this.answer.received += 1;
    try {
      if ("problem" in row) throw new RefusedRow(row.problem);
      this.batch.push(entryOf(this.place, row.value, Date.now()));
    } catch (error) {
      if (!(error instanceof RefusedRow)) throw error;
      this.answer.refused += 1;
      if (this.answer.problems.length < MAX_PROBLEMS)
        this.answer.problems.push({ line: row.line, reason: error.message.slice(0, 500) });
    }
    if (this.batch.length >= BATCH) await this.write();
  }

  async write(): Promise<void> {
    if (this.batch.length === 0) return;
    const { kept, duplicates, leftOut } = await writePosted(this.place, this.batch);
    this.batch = [];
    this.answer.kept += kept;
    this.answer.duplicates += duplicates;
    this.answer.leftOut += leftOut;
  }
}

/** Why a body cannot be read any further, when that is its sender's concern. */
function stopOf(error: unknown): string | null {
  if (error instanceof AppError || error instanceof BrokenFile) return error.message;
  return error instanceof CsvError ? `The file is no CSV: ${error.message}` : null;
}

async function take(
  place: PostingPlace,
  { format }: PostPredictionsInput,
  body: Readable,
): Promise<PostedPredictionsDto> {
  const taking = new Taking(place);
  const { answer } = taking;
  const until = performance.now() + DEADLINE_MS;
  const stable = place.revisions.find(({ number }) => number === place.stable);
  try {
    for await (const row of readPosted(body, format, readSignature(stable?.signature))) {
      if (performance.now() > until)
        throw new AppError("TOO_LARGE", "It took longer than five minutes. Post the rest apart.");
      await taking.add(row);
    }
  } catch (error) {
    const stopped = stopOf(error);
    if (stopped === null || answer.received === 0)
      throw stopped === null ? error : refusal(stopped);
    answer.stopped = stopped;
  }
  await taking.write();
  return answer;
}

const refusal = (message: string) => new AppError("INVALID", message);

/** Answers again what the same body was answered before under its key. Throws CONFLICT for another body. */
async function answeredBefore(
  known: { sha256: string; answer: PostedPredictionsDto },
  body: Meter,
): Promise<PostedPredictionsDto> {
  body.resume();
  await finished(body);
  if (body.result().sha256 === known.sha256) return known.answer;
  const message = "This idempotency key was used for other predictions.";
  throw new AppError("CONFLICT", message, { idempotencyKey: message });
}

/**
 * Logs what a deployment that is served elsewhere was asked and answered. Rows that cannot be logged are refused one by one, all
 * others are kept, each once however often it is sent.
 */
export async function postPredictions(
  actor: Actor,
  input: PostPredictionsInput,
  body: Readable,
): Promise<PostedPredictionsDto> {
  assertCan(actor, "deployment:predict");
  const place = await postingPlace(actor, input.deployment);
  const metered = new Meter({ maxSize: env().MAX_DATASET_MB * 2 ** 20 });
  const upload =
    input.idempotencyKey === undefined ? null : { ...place, key: input.idempotencyKey };
  const known = upload && (await findUpload(pool(), upload));
  pipeline(body, metered, () => undefined);
  if (known) return answeredBefore(known, metered);
  const answer = await takeTurns(TURNS, () => take(place, input, metered));
  // What was not read to its end is sent again.
  const sha256 = metered.readableEnded ? metered.result().sha256 : "";
  await inTransaction(async (tx) => {
    if (upload && sha256 !== "")
      await keepUpload(tx, upload, { sha256, answer, userId: actor.userId });
    const { problems: _problems, ...counts } = answer;
    await recordAuditSql(tx, actor, {
      action: "prediction-log.posted",
      subject: `prediction log ${input.deployment}`,
      details: { ...counts, sha256 },
    });
  });
  announce(actor.workspaceId, `deployment:${place.deploymentId}`);
  return answer;
}
