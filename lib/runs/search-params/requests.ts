import { z } from "zod";
import { AppError } from "@/lib/core/errors";
import type { ColumnRef, RunOrder, RunSelection } from "../schema";
import { valueColumns } from "./columns";
import { decodeRunId } from "./selection";
import { parseSort, toRunOrder } from "./table";

/** A name that may stand in a query once, many times, or not at all. */
const list = z
  .union([z.string(), z.array(z.string())])
  .default([])
  .transform((value) => (typeof value === "string" ? [value] : value));
const flag = z
  .enum(["true", "false"])
  .default("false")
  .transform((text) => text === "true");

/** Ids are joined by a point, in their short form: a page of them has to fit in an address. */
const runIds = z
  .string()
  .max(60_000)
  .optional()
  .transform((text) => text?.split(".").flatMap((code) => decodeRunId(code) ?? []));

export const MAX_RUNS_PER_REQUEST = 200;
export const MAX_COLUMNS_PER_REQUEST = 500;
export const MAX_ORDER_PER_REQUEST = 5_000;
/** One file holds no more runs than this. */
export const EXPORT_LIMIT = 100_000;

/** Which runs a screen asks about. */
export const runSelectionInput = z.object({
  experiment: z.coerce.number().int().positive(),
  filter: z.string().max(50_000).default(""),
  view: z.enum(["active", "deleted"]).default("active"),
  isMine: flag,
  isTopLevelOnly: flag,
  parent: z.string().max(64).optional(),
  runs: runIds,
});

export const runOrderRequest = runSelectionInput.extend({
  sort: z.string().max(300).default(""),
  limit: z.coerce.number().int().min(1).max(MAX_ORDER_PER_REQUEST).default(1_000),
  pageToken: z.string().max(20_000).optional(),
});

export const runRowsRequest = runOrderRequest.extend({
  limit: z.coerce.number().int().min(1).max(MAX_RUNS_PER_REQUEST).default(100),
  columns: list,
});

/** A file of runs: with `runs` those, else every run that matches, save `except`. */
export const exportRequest = runSelectionInput.extend({
  sort: z.string().max(300).default(""),
  columns: list,
  except: runIds,
});

export const runPeekRequest = z.object({ run: z.string().max(64) });

export const comparedColumnsRequest = z.object({
  only: z.enum(["differing", "filled"]),
  runs: runIds,
});

export function toRunSelection(
  input: z.output<typeof runSelectionInput>,
  asker: { email: string },
): RunSelection {
  return {
    experimentIds: [input.experiment],
    filter: input.filter,
    view: input.view,
    ...(input.isMine ? { createdBy: asker.email } : {}),
    ...(input.isTopLevelOnly ? { isTopLevelOnly: true } : {}),
    ...(input.parent === undefined ? {} : { parentUuid: input.parent }),
    ...(input.runs === undefined ? {} : { runUuids: input.runs.slice(0, MAX_RUNS_PER_REQUEST) }),
  };
}

export function toOrderBy(sort: string): RunOrder[] {
  if (sort === "") return [];
  const parsed = parseSort(sort);
  const order = parsed && toRunOrder(parsed);
  if (!order)
    throw new AppError("INVALID", `The table cannot be ordered by "${sort.slice(0, 80)}".`);
  return [order];
}

export function toColumnRefs(ids: readonly string[]): ColumnRef[] {
  if (ids.length > MAX_COLUMNS_PER_REQUEST)
    throw new AppError("INVALID", `Ask for at most ${MAX_COLUMNS_PER_REQUEST} columns at a time.`);
  return valueColumns(ids);
}
