import "server-only";
import { Readable } from "node:stream";
import { CsvError, parse } from "csv-parse";
import { BrokenFile, checkColumns, LIMITS, type ReadRange, type TableReader } from "./table-reader";

const CHUNK = 4 * 2 ** 20;

async function* textOf(read: ReadRange, size: number): AsyncGenerator<string> {
  const decoder = new TextDecoder("utf-8", { fatal: true });
  try {
    for (let start = 0; start < size; start += CHUNK) {
      const bytes = await read(start, Math.min(start + CHUNK, size));
      const text = decoder.decode(bytes, { stream: true });
      if (text.includes("\0")) throw new BrokenFile("The file holds NUL bytes: it is no CSV.");
      yield text;
    }
    yield decoder.decode();
  } catch (error) {
    throw error instanceof TypeError
      ? new BrokenFile("The file is not UTF-8. Save it with that encoding and send it again.")
      : error;
  }
}

function explained(error: unknown): unknown {
  if (!(error instanceof CsvError)) return error;
  const line = typeof error.lines === "number" ? ` at line ${error.lines}` : "";
  const what: Readonly<Record<string, string>> = {
    CSV_RECORD_INCONSISTENT_FIELDS_LENGTH: `A row${line} has another number of values than the header.`,
    CSV_QUOTE_NOT_CLOSED: `A quote${line} is never closed.`,
    CSV_INVALID_CLOSING_QUOTE: `A quote${line} closes in the middle of a value.`,
    INVALID_OPENING_QUOTE: `A quote${line} opens in the middle of a value.`,
    CSV_MAX_RECORD_SIZE: `A row${line} is longer than 1 MiB.`,
  };
  return new BrokenFile(what[error.code] ?? `The file is no CSV${line}: ${error.message}`);
}

async function* recordsOf(read: ReadRange, size: number): AsyncGenerator<string[]> {
  const source = Readable.from(textOf(read, size));
  const parser = parse({ bom: true, skip_empty_lines: true, max_record_size: LIMITS.cellBytes });
  source.once("error", (error) => parser.destroy(error));
  source.pipe(parser);
  try {
    for await (const record of parser) yield record as string[]; // Without `columns` every record is a list of texts.
  } catch (error) {
    throw explained(error);
  } finally {
    source.destroy();
  }
}

/** A CSV file whose first line names its columns. A column without a name gets its place. */
export async function openCsv(read: ReadRange, size: number): Promise<TableReader> {
  const records = recordsOf(read, size);
  const header = await records.next();
  if (header.done) throw new BrokenFile("The file is empty.");
  const columns = header.value.map((name, index) => name.trim() || `column ${index + 1}`);
  checkColumns(columns);
  return { columns, rows: records };
}
