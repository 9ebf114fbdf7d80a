import type { Row } from "@/lib/db/client";
import { type ContentKind, contentKind } from "../rules/content";

/** A version as lists and links name it. */
export interface DatasetVersionDto {
  id: number;
  datasetId: number;
  datasetName: string;
  number: number;
  contentKey: string;
  contentKind: ContentKind;
  /** MLflow's 32-bit label, which several contents may share; empty for uploads. */
  digest: string;
  sourceType: string;
  source: string;
  /** An uploaded file, whose hash was computed here. */
  file: { name: string; format: string; size: number } | null;
  createdAt: number;
  createdBy: string;
}

type VersionRow = Row<"DatasetVersion"> & { dataset: { name: string } };

export function toDatasetVersionDto(row: VersionRow): DatasetVersionDto {
  const { fileName, fileFormat, fileSize } = row;
  return {
    id: Number(row.id),
    datasetId: Number(row.datasetId),
    datasetName: row.dataset.name,
    number: row.number,
    contentKey: row.contentKey,
    contentKind: contentKind(row.contentKey),
    digest: row.digest,
    sourceType: row.sourceType,
    source: row.source,
    file:
      fileName === null || fileFormat === null
        ? null
        : { name: fileName, format: fileFormat, size: Number(fileSize) },
    createdAt: Number(row.createdAt),
    createdBy: row.createdBy,
  };
}

/** Which version a run read under the name and digest that its client gave. */
export interface InputVersionDto {
  name: string;
  digest: string;
  datasetId: number;
  number: number;
  contentKey: string;
}

/** A dataset that a run read, as its client named it, with the version behind that name. */
export interface ReadDatasetDto {
  name: string;
  digest: string;
  context: string;
  version: InputVersionDto | null;
}
