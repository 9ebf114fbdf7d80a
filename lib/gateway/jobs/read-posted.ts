import "server-only";
import type { Readable } from "node:stream";
import { buffer } from "node:stream/consumers";
import { parse } from "csv-parse";
import { checkJson } from "@/lib/core/check-json";
import { AppError } from "@/lib/core/errors";
import { openParquet } from "@/lib/datasets/jobs/parquet-reader";
import { metered } from "@/lib/storage/streams";
import { placeColumns, RefusedRow, rowOfTable } from "../rules/posted-predictions";
import type { ModelSignature } from "../rules/signature";
import type { PostedFormat } from "../schema/posted-predictions";

/** A line of a body is not longer. */
const MAX_LINE_BYTES = 2 ** 20;
/** What has to be held as a whole to be read. */
const MAX_HELD_BYTES = 32 * 2 ** 20;
const MAX_UNPACKED_BYTES = 512 * 2 ** 20;
const NEWLINE = 0x0a;

/** One row of a body, or what is wrong with it. */
export type ReadRow = { line: number } & ({ value: unknown } | { problem: string });

const problemOf = (error: unknown): string =>
  error instanceof RefusedRow || error instanceof AppError || error instanceof SyntaxError
    ? error.message
    : "It cannot be read.";

/** Reads one row; what is wrong with it is the row's alone. */
function read(line: number, value: () => unknown): ReadRow {
  try {
    return { line, value: value() };
  } catch (error) {
    return { line, problem: problemOf(error) };
  }
}

function parseLine(bytes: Buffer): unknown {
  const text = new TextDecoder("utf-8", { fatal: true });
  let line: string;
  try {
    line = text.decode(bytes);
  } catch {
    throw new RefusedRow("The line is not UTF-8.");
  }
  let value: unknown;
  try {
    value = JSON.parse(line);
  } catch {
    const isNumber = /[:,[]\s*-?(?:NaN|Infinity)\b/.test(line);
    throw new RefusedRow(
      isNumber ? "The line is no JSON: write NaN and Infinity in quotes." : "The line is no JSON.",
    );
  }
  checkJson(value, "the line");
  return value;
}

const TOO_LONG = "The line is longer than 1 MiB.";

/** Lines as they come, numbered from 1; of one that is too long nothing is held. */
async function* linesOf(body: Readable): AsyncGenerator<{ line: number; bytes: Buffer | null }> {
  let held: Buffer[] = [];
  let [size, line] = [0, 1];
  const take = () => {
    const bytes = size > MAX_LINE_BYTES ? null : Buffer.concat(held);
    held = [];
    size = 0;
    return { line: line++, bytes };
  };
  const hold = (piece: Buffer) => {
    size += piece.length;
    if (size > MAX_LINE_BYTES) held = [];
    else held.push(piece);
  };
  for await (const chunk of body) {
    let start = 0;
    for (let end = chunk.indexOf(NEWLINE); end >= 0; end = chunk.indexOf(NEWLINE, start)) {
      hold(chunk.subarray(start, end));
      start = end + 1;
      yield take();
    }
    hold(chunk.subarray(start));
  }
  if (size > 0) yield take();
}

async function* readLines(body: Readable): AsyncGenerator<ReadRow> {
  for await (const { line, bytes } of linesOf(body)) {
    if (bytes === null) yield { line, problem: TOO_LONG };
    else if (bytes.length > 0 && bytes.toString("latin1").trim() !== "")
      yield read(line, () => parseLine(bytes));
  }
}

const hold = (body: Readable) => buffer(metered(body, { maxSize: MAX_HELD_BYTES }));

async function* readJson(body: Readable): AsyncGenerator<ReadRow> {
  let value: unknown;
  try {
    value = parseLine(await hold(body));
  } catch (error) {
    if (error instanceof RefusedRow)
      throw new AppError("INVALID", error.message.replace("The line", "The body"));
    throw error;
  }
  const rows =
    typeof value === "object" && value !== null && "predictions" in value
      ? value.predictions
      : value;
  if (!Array.isArray(rows))
    throw new AppError("INVALID", 'Send a list of predictions, or {"predictions": […]}.');
  for (const [index, row] of rows.entries()) yield { line: index + 1, value: row };
}

interface Record {
  values: string[];
  line: number;
}

/** Records of a CSV file. Those before the place where it breaks are handed out before it throws. */
async function* recordsOf(body: Readable): AsyncGenerator<Record> {
  const found: Record[] = [];
  let broken: Error | null = null;
  const parser = parse({
    ...{ bom: true, skip_empty_lines: true, relax_column_count: true },
    max_record_size: MAX_LINE_BYTES,
    on_record: (values: string[], { lines }) => {
      found.push({ values, line: lines });
      return null;
    },
  });
  parser.on("error", (error) => {
    broken = error;
  });
  parser.resume();
  for await (const chunk of body) {
    await new Promise<void>((resolve) => parser.write(chunk, () => resolve()));
    yield* found.splice(0);
    if (broken) throw broken;
  }
  const closed = new Promise<void>((resolve) => parser.once("close", () => resolve()));
  parser.end();
  await closed;
  yield* found;
  if (broken) throw broken;
}

async function* readCsv(body: Readable, signature: ModelSignature): AsyncGenerator<ReadRow> {
  let columns: ReturnType<typeof placeColumns> | null = null;
  for await (const { values, line } of recordsOf(body)) {
    const known = columns;
    if (known === null)
      columns = placeColumns(
        values.map((name) => name.trim()),
        signature,
      );
    else
      yield read(line, () => {
        if (values.length === known.length) return rowOfTable(known, values);
        throw new RefusedRow(`It has ${values.length} values; the header names ${known.length}.`);
      });
  }
}

async function* readParquet(body: Readable, signature: ModelSignature): AsyncGenerator<ReadRow> {
  const bytes = await hold(body);
  const table = await openParquet(
    async (start, end) => new Uint8Array(bytes.subarray(start, end)),
    bytes.length,
    MAX_UNPACKED_BYTES,
  );
  const columns = placeColumns(table.columns, signature);
  let line = 0;
  for await (const values of table.rows) yield read(++line, () => rowOfTable(columns, values));
}

/** The rows of a body, one by one. Throws for a body that cannot be read any further. */
export function readPosted(
  body: Readable,
  format: PostedFormat,
  signature: ModelSignature,
): AsyncGenerator<ReadRow> {
  if (format === "lines") return readLines(body);
  if (format === "json") return readJson(body);
  return format === "csv" ? readCsv(body, signature) : readParquet(body, signature);
}
