import "server-only";
import { z } from "zod";
import { type Actor, assertCan } from "@/lib/access/actor";
import { AppError } from "@/lib/core/errors";
import { lastKey } from "@/lib/core/page";
import { encodePageToken } from "@/lib/core/page-token";
import type { WatchedColumn } from "@/lib/datasets/schema/window-profiles";
import { pool } from "@/lib/db/pool";
import { namedRow } from "@/lib/gateway/rules/profiled";
import { deploymentIdOf } from "@/lib/gateway/sql/deployment-ids";
import type { SamplePageDto, SampleRowDto } from "../dto/samples";
import { distributionOf } from "../rules/distribution";
import { binOfRow, outlyingBins } from "../rules/outlying";
import { ANSWER } from "../rules/watch-columns";
import { isMoment } from "../rules/windows";
import type { SampleRowsInput } from "../schema/samples";
import { type LoggedPrediction, readLoggedBatch } from "../sql/logged-rows";
import { layOut } from "./comparisons";

/** Predictions that are looked through for one page, a batch at a time. */
const MAX_LOOKED = 10_000;
const BATCH = 500;
const MAX_OTHERS = 50;
const MAX_TEXT = 200;

/** Where a page ended: the place and the id of a prediction, and the row in it. */
const token = z.string().regex(/^-?\d{1,20} [\da-f-]{36} \d{1,5}$/);

function textOf(value: unknown): string | null {
  if (value === undefined || value === null) return null;
  const text = typeof value === "string" ? value : (JSON.stringify(value) ?? "");
  return text.length > MAX_TEXT ? `${text.slice(0, MAX_TEXT)}…` : text;
}

interface Wanted {
  column: WatchedColumn;
  labels: readonly string[];
  /** The bins whose rows are wanted; all are when absent. */
  bins: ReadonlySet<number> | null;
}

/** A row, when it is one that is wanted. */
function toRow(
  { id, at, revision, inputs, answers }: LoggedPrediction,
  row: number,
  { column, labels, bins }: Wanted,
): SampleRowDto | null {
  const values = namedRow(inputs[row]);
  const answer = answers?.[row];
  const bin = binOfRow(column, values, answer);
  if (bins && !bins.has(bin)) return null;
  const isAnswer = column.source === "answer";
  const sent = Object.entries(values).filter(([name]) => isAnswer || name !== column.name);
  const others = isAnswer ? sent : [...sent, [ANSWER, answer] as const];
  return {
    ...{ predictionId: id, at, row, revision },
    value: textOf(isAnswer ? answer : values[column.name]),
    bin: labels[bin] ?? "",
    others: others
      .slice(0, MAX_OTHERS)
      .map(([name, value]) => ({ name, value: textOf(value) ?? "null" })),
  };
}

interface Start {
  place: string;
  id: string;
  row: number;
}

function startOf(text: string | undefined): Start | null {
  const [place, id, row] = lastKey(text, token)?.split(" ") ?? [];
  return place && id && row ? { place, id, row: Number(row) } : null;
}

/** Rows of the log that a window counted. Throws INVALID for a monitor that watches no deployment. */
export async function sampleRows(actor: Actor, input: SampleRowsInput): Promise<SamplePageDto> {
  assertCan(actor, "monitor:read");
  assertCan(actor, "deployment:read");
  const { workspaceId } = actor;
  const { monitor: id, window, kind, seed, limit } = input;
  const laid = await layOut(actor, { monitor: id, before: { kind: "reference" }, after: window });
  const { deployment } = laid.monitor;
  if (deployment === null || isMoment(window))
    throw new AppError(
      "INVALID",
      "Rows are drawn from the log of a deployment’s predictions, of hours, days and weeks.",
    );
  const place = laid.known.plan.columns.findIndex(({ name }) => name === input.column);
  const [column, before, after] = [
    laid.known.plan.columns[place],
    laid.profiles.before.columns[place],
    laid.profiles.after.columns[place],
  ];
  if (!column || !before || !after)
    throw new AppError("NOT_FOUND", `The monitor does not watch a column “${input.column}”.`);
  const { bins } = distributionOf(column, before, after);
  const labels = bins.map(({ label }) => label);
  const outlying = kind === "outlying" ? outlyingBins(bins) : null;
  const wanted: Wanted = { column, labels, bins: outlying && new Set(outlying) };
  const deploymentId = Number(await deploymentIdOf(pool(), workspaceId, deployment));
  const log = { workspaceId, deploymentId, opensAt: window.opensAt, closesAt: window.closesAt };
  const found = await collect(startOf(input.pageToken), wanted, limit, (after) =>
    readLoggedBatch(pool(), log, { kind, seed, after, limit: BATCH }),
  );
  return {
    ...{ deployment, items: found.items, looked: found.looked },
    bins: outlying?.map((bin) => labels[bin] ?? "") ?? [],
    ...(found.next ? { nextPageToken: encodePageToken({ after: found.next }) } : {}),
  };
}

interface Row {
  prediction: LoggedPrediction;
  row: number;
}

type ReadBatch = (after: Start | null) => Promise<LoggedPrediction[]>;

/** Every row from a place on, a batch at a time. */
async function* rowsFrom(from: Start | null, read: ReadBatch): AsyncGenerator<Row> {
  for (let start = from; ; ) {
    const batch = await read(start);
    for (const prediction of batch) {
      // What comes right after a place may be the same prediction, whose rows were told up to there.
      const isSame = start?.id === prediction.id && start.place === prediction.place;
      const first = isSame ? (start?.row ?? 0) : 0;
      for (let row = first; row < prediction.inputs.length; row += 1) yield { prediction, row };
    }
    const last = batch.at(-1);
    if (!last || batch.length < BATCH) return;
    start = { place: last.place, id: last.id, row: last.inputs.length };
  }
}

/** Looks through rows until there are enough, or enough was looked through. */
async function collect(
  from: Start | null,
  wanted: Wanted,
  limit: number,
  read: ReadBatch,
): Promise<{ items: SampleRowDto[]; looked: number; next: string | null }> {
  const items: SampleRowDto[] = [];
  const looked = new Set<string>();
  for await (const { prediction, row } of rowsFrom(from, read)) {
    const { place, id } = prediction;
    const isEnough = items.length >= limit || (looked.size >= MAX_LOOKED && row === 0);
    if (isEnough) return { items, looked: looked.size, next: `${place} ${id} ${row}` };
    looked.add(`${place} ${id}`);
    const found = toRow(prediction, row, wanted);
    if (found) items.push(found);
  }
  return { items, looked: looked.size, next: null };
}
