import "server-only";
import { type Actor, assertCan } from "@/lib/access/actor";
import { AppError } from "@/lib/core/errors";
import { db } from "@/lib/db/client";
import { scanColumn } from "../jobs/scan-table";
import { tableFileOf } from "../jobs/table-file";
import type { ColumnScan, ColumnValues } from "../schema/table-scan";
import { findNamedVersions } from "./named-versions";

const NAMED = /^(.+)@(latest|[1-9]\d{0,8})$/s;
const ID = /^[1-9]\d{0,15}$/;

/** A version by its id, or by its dataset's name or id and its number. */
async function idOf(actor: Actor, name: string): Promise<bigint> {
  if (ID.test(name)) return BigInt(name);
  const [, dataset = "", number = ""] = NAMED.exec(name) ?? [];
  if (!dataset)
    throw new AppError(
      "INVALID",
      `"${name}" names no dataset version: send its id, or "name@number", such as "sales@3".`,
    );
  const [found] = await findNamedVersions(actor, [
    {
      dataset: ID.test(dataset) ? Number(dataset) : dataset,
      version: number === "latest" ? "latest" : Number(number),
    },
  ]);
  return BigInt(found?.id ?? 0);
}

/** The values of a column of a version whose file is kept here. */
export async function readVersionColumn(
  actor: Actor,
  { datasetVersion, column, as }: { datasetVersion: string } & Pick<ColumnScan, "column" | "as">,
): Promise<ColumnValues> {
  assertCan(actor, "dataset:read");
  const id = await idOf(actor, datasetVersion);
  const version = await db().datasetVersion.findFirst({
    where: { id, workspaceId: actor.workspaceId },
  });
  if (!version) throw new AppError("NOT_FOUND", `There is no dataset version "${datasetVersion}".`);
  const file = await tableFileOf(version);
  if (!file)
    throw new AppError(
      "INVALID",
      `The bytes of the dataset version "${datasetVersion}" are not kept here as a CSV or Parquet file: upload it, or send the values.`,
    );
  const { store, path, size, format } = file;
  return scanColumn(store, path, { format, size, column, as });
}
