/** A file that is made to be taken away. */
export interface ExportedFile {
  name: string;
  type: "text/csv" | "text/html" | "text/markdown" | "application/json";
  /** To be looked at and printed rather than saved. It is shown without any rights. */
  isPage?: boolean;
  chunks: Iterable<string> | AsyncIterable<string>;
}
