import "server-only";
import { type Actor, assertCan } from "@/lib/access/actor";
import { AppError } from "@/lib/core/errors";
import { pool } from "@/lib/db/pool";
import type { Page } from "@/lib/experiments/dto";
import type { RunCountDto, RunOrderDto, RunRowDto, RunUuidsDto } from "../dto/table";
import type { ListRunOrderInput, ListRunRowsInput, RunOrder, RunSelection } from "../schema";
import { completeRows, findRowKeys } from "../sql/row-values";
import { fetchRunPage, type RequestedOrder } from "../sql/run-page";
import { selectRuns } from "../sql/select-runs";

/** Beyond this many runs a count says "more than". */
const MAX_COUNT = 100_000;
const MAX_ROWS = 1_000;
const MAX_VALUE_COLUMNS = 500;
/** How many runs "select all" may mean. */
const MAX_UUIDS = 10_000;

function requestedOrder({ column, ascending }: RunOrder): RequestedOrder {
  switch (column.kind) {
    case "attribute":
      return { kind: "attribute", field: column.key, ascending };
    case "metric":
      return { ...column, ascending };
    default:
      return { ...column, isNumeric: column.kind === "param", ascending };
  }
}

/**
 * A page of the runs table: newest first unless ordered otherwise, with values only for the columns asked for.
 * Parameters that look like numbers are ordered by size, before those that are text.
 */
export async function listRunRows(actor: Actor, input: ListRunRowsInput): Promise<Page<RunRowDto>> {
  assertCan(actor, "run:read");
  if (!Number.isInteger(input.limit) || input.limit < 1 || input.limit > MAX_ROWS)
    throw new AppError("INVALID", `'limit' must be a whole number from 1 to ${MAX_ROWS}.`);
  if (input.columns.length > MAX_VALUE_COLUMNS)
    throw new AppError("INVALID", `At most ${MAX_VALUE_COLUMNS} columns can be read at a time.`);
  const [{ rows, nextPageToken }, keys] = await Promise.all([
    fetchRunPage(actor, { ...input, order: input.orderBy.map(requestedOrder), ties: "index" }),
    findRowKeys(actor.workspaceId, input.columns),
  ]);
  return {
    items: await completeRows(actor.workspaceId, rows, input.columns, keys),
    ...(nextPageToken === undefined ? {} : { nextPageToken }),
  };
}

/**
 * Which runs stand where in the table, and nothing else of them: light enough to be read by the thousand, so that a
 * screen can be scrolled anywhere and asks for the rows it shows. Its page tokens and those of `listRunRows` are one.
 */
export async function listRunOrder(actor: Actor, input: ListRunOrderInput): Promise<RunOrderDto> {
  assertCan(actor, "run:read");
  const { rows, nextPageToken } = await fetchRunPage(actor, {
    ...input,
    order: input.orderBy.map(requestedOrder),
    ties: "index",
  });
  return {
    uuids: rows.map(({ uuid }) => uuid),
    ...(nextPageToken === undefined ? {} : { nextPageToken }),
  };
}

/** How many runs match, counted up to a bound. */
export async function countRuns(actor: Actor, selection: RunSelection): Promise<RunCountDto> {
  assertCan(actor, "run:read");
  const { parameters, where } = await selectRuns(actor, selection);
  const { rows } = await pool().query<{ count: number }>(
    `SELECT count(*) AS count FROM (
       SELECT 1 FROM runs r WHERE ${where.join(" AND ")} LIMIT ${parameters.add(MAX_COUNT + 1)}) AS matching`,
    parameters.values,
  );
  const count = rows[0]?.count ?? 0;
  return { count: Math.min(count, MAX_COUNT), isExact: count <= MAX_COUNT };
}

/** The ids of all runs that match, newest first and up to a bound: what "select all" selects. */
export async function listRunUuids(actor: Actor, selection: RunSelection): Promise<RunUuidsDto> {
  assertCan(actor, "run:read");
  const { parameters, where } = await selectRuns(actor, selection);
  const { rows } = await pool().query<{ uuid: string }>(
    `SELECT r.uuid FROM runs r WHERE ${where.join(" AND ")}
     ORDER BY r.start_time DESC, r.uuid LIMIT ${parameters.add(MAX_UUIDS + 1)}`,
    parameters.values,
  );
  const uuids = rows.slice(0, MAX_UUIDS).map(({ uuid }) => uuid);
  return { uuids, isTruncated: rows.length > MAX_UUIDS };
}
