/** A value of a table as a browser can show it. */
export type Cell = string | number | boolean | null;

export interface PreviewColumn {
  name: string;
  /** The column's type in the file's own words, or "number" or "text" where the file has no types. */
  type: string;
}

export interface ModelField {
  /** Null where the model takes one nameless tensor. */
  name: string | null;
  type: string;
  isRequired: boolean;
}

/** What an MLmodel file says of the model beside it. */
export interface ModelCard {
  /** Names such as "sklearn" and "python_function". */
  flavors: string[];
  /** Absent lists when the model was logged without a signature. */
  inputs: ModelField[] | null;
  outputs: ModelField[] | null;
  params: ModelField[] | null;
  mlflowVersion: string | null;
  pythonVersion: string | null;
  modelUuid: string | null;
  runUuid: string | null;
  sizeBytes: number | null;
}

interface TextPart {
  text: string;
  /** True when the file goes on after the text. */
  isTruncated: boolean;
}

/** What a browser shows of a file without downloading it: never more than a bounded part of it. */
export type ArtifactPreview = {
  /** Bytes of the whole file. */
  size: number;
} & (
  | ({ kind: "text"; syntax: "text" | "json" | "yaml" | "python" | "javascript" } & TextPart)
  | ({ kind: "markdown" } & TextPart)
  /** To be shown in a sandboxed frame only. */
  | ({ kind: "html" } & TextPart)
  | {
      kind: "table";
      columns: PreviewColumn[];
      rows: Cell[][];
      /** Null when only the end of the file would tell. */
      totalRows: number | null;
      totalColumns: number;
    }
  /** To be shown from the address of the file. */
  | { kind: "image"; mediaType: string }
  | ({ kind: "model"; model: ModelCard } & TextPart)
  | { kind: "none"; reason: string }
);

export const PREVIEW_LIMITS = {
  textBytes: 512 * 1024,
  htmlBytes: 8 * 2 ** 20,
  tableBytes: 2 * 2 ** 20,
  parquetBytes: 24 * 2 ** 20,
  imageBytes: 50 * 2 ** 20,
  rows: 200,
  columns: 100,
  cellCharacters: 500,
} as const;
