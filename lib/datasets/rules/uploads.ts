import { AppError } from "@/lib/core/errors";
import type { FileFormat } from "../schema/table-scan";
import type { UploadInput } from "../schema/upload";

export const UPLOAD_SOURCE = "upload";

export function formatOf(fileName: string): FileFormat | null {
  if (/\.csv$/i.test(fileName)) return "csv";
  return /\.(?:parquet|pq)$/i.test(fileName) ? "parquet" : null;
}

/** Which dataset an upload is for: exactly one way to say it. */
export function targetOf({
  datasetId,
  name,
}: UploadInput): { datasetId: number } | { name: string } {
  if (datasetId !== undefined && name === undefined) return { datasetId };
  if (name !== undefined && datasetId === undefined) return { name };
  throw new AppError("INVALID", "Name the dataset either by its id or by its name.");
}
