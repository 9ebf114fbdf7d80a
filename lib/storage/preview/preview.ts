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
  /** From the metadata that its author gave. */
  licence: string | null;
}

interface TextPart {
  text: string;
  /** True when the file goes on after the text. */
  isTruncated: boolean;
}

/** What a cell of a notebook left behind when it ran. */
export type NotebookOutput = {
  /** Its place among the outputs of its cell. */
  number: number;
} & (
  | { kind: "text" | "error" | "markdown"; text: string }
  /** To be shown in a sandboxed frame only. */
  | { kind: "html"; text: string }
  /** Base64. */
  | { kind: "image"; mediaType: string; data: string }
  /** Known by its type only: it is of a kind that is not shown, or too large. */
  | { kind: "omitted"; mediaType: string }
);

export interface NotebookCell {
  /** Its place in the notebook. */
  number: number;
  kind: "code" | "markdown" | "raw";
  text: string;
  /** The number beside a code cell that ran. */
  count: number | null;
  outputs: NotebookOutput[];
}

export interface Notebook {
  /** "Python", as its kernel calls itself. */
  language: string;
  cells: NotebookCell[];
  totalCells: number;
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
  | { kind: "notebook"; notebook: Notebook }
  /** To be shown from the address of the file. */
  | { kind: "image"; mediaType: string }
  | ({ kind: "model"; model: ModelCard } & TextPart)
  | { kind: "none"; reason: string }
);

export interface Package {
  name: string;
  /** "1.5.0" where one is pinned, else what the file asks for: ">=1.2,<2"; empty where any will do. */
  version: string;
  /** The line as pip reads it. */
  requirement: string;
}

/** What the files of one directory say of the environment in which its other files were made. */
export interface EnvironmentFiles {
  python: string | null;
  packages: Package[];
  /** The files it was read from. */
  files: string[];
}

export const PREVIEW_LIMITS = {
  textBytes: 512 * 1024,
  htmlBytes: 8 * 2 ** 20,
  notebookBytes: 16 * 2 ** 20,
  notebookCells: 300,
  notebookOutputs: 20,
  /** Characters of one cell's code or of one output, and of all that is shown. */
  notebookText: 50_000,
  notebookCharacters: 8 * 2 ** 20,
  tableBytes: 2 * 2 ** 20,
  parquetBytes: 24 * 2 ** 20,
  unpackedBytes: 64 * 2 ** 20,
  unpackingMs: 2_000,
  imageBytes: 50 * 2 ** 20,
  rows: 200,
  columns: 100,
  cellCharacters: 500,
} as const;
