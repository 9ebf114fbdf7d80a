/** A file that is made to be taken away. */
export interface ExportedFile {
  name: string;
  type: "text/csv" | "application/json";
  chunks: Iterable<string> | AsyncIterable<string>;
}
