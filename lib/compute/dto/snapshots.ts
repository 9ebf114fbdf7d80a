import type { Row } from "@/lib/db/client";

/** Code that was uploaded. Its hash is its name. */
export interface SnapshotDto {
  sha256: string;
  fileName: string;
  format: string;
  /** Bytes of the archive, and of its files unpacked. */
  size: number;
  unpackedSize: number;
  files: number;
  createdAt: number;
  createdBy: string;
}

export function toSnapshotDto(row: Row<"SourceSnapshot">): SnapshotDto {
  return {
    sha256: row.sha256,
    fileName: row.fileName,
    format: row.format,
    size: Number(row.size),
    unpackedSize: Number(row.unpackedSize),
    files: row.files,
    createdAt: row.createdAt.getTime(),
    createdBy: row.createdBy,
  };
}
