import "server-only";
import { scanColumn } from "@/lib/datasets/jobs/scan-table";
import { tableFileOf } from "@/lib/datasets/jobs/table-file";
import type { ColumnProfile, ProfileDocument } from "@/lib/datasets/schema/profile";
import { db } from "@/lib/db/client";
import { countedTexts, namesSomeOnly } from "../rules/file-texts";

interface Counted {
  workspaceId: string;
  versionId: number;
  document: ProfileDocument;
}

/**
 * A version's profile with every text of the wanted columns counted by name, from its file, where the profile itself names the most
 * frequent ones only. As it is where the file is not kept here.
 */
export async function withAllTexts(
  { workspaceId, versionId, document }: Counted,
  isWanted: (column: ColumnProfile) => boolean,
): Promise<ProfileDocument> {
  const { rows } = document;
  const columns = document.columns.filter((one) => namesSomeOnly(one, rows) && isWanted(one));
  const version =
    columns.length > 0 &&
    (await db().datasetVersion.findUnique({ where: { id: versionId, workspaceId } }));
  const file = version && (await tableFileOf(version));
  if (!file) return document;
  const { store, path, size, format } = file;
  const tops = new Map<string, ColumnProfile["top"]>();
  for (const { name: column } of columns) {
    const found = await scanColumn(store, path, { format, size, column, as: "texts" });
    if (found.kind === "texts") tops.set(column, countedTexts(found));
  }
  return {
    ...document,
    columns: document.columns.map((one) => {
      const top = tops.get(one.name);
      return top ? { ...one, top, isTopExact: true } : one;
    }),
  };
}
