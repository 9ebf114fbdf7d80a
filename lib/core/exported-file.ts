/** A file that is made to be taken away. */
export interface ExportedFile {
  name: string;
  type:
    | "text/csv"
    | "text/html"
    | "text/markdown"
    | "text/plain"
    | "application/json"
    | "application/jsonl";
  /** To be looked at and printed rather than saved. It is shown without any rights. */
  isPage?: boolean;
  /** Produced as fast as the other end takes it. */
  chunks: Iterable<string> | AsyncIterable<string>;
}

/** A kept file, or files in one, of a size that is known before the first byte is read. */
export interface ExportedBytes {
  name: string;
  type:
    | "application/gzip"
    | "application/vnd.apache.parquet"
    | "application/x-tar"
    | "application/zip"
    | "text/csv";
  size: number;
  chunks: AsyncIterable<Uint8Array>;
}

/** Content-Disposition by RFC 6266: a plain name for old clients, and the true one in UTF-8. */
export function contentDisposition(kind: "attachment" | "inline", name: string): string {
  const plain = name.replaceAll(/[^\x20-\x7e]|["%\\]/g, "_");
  const encoded = encodeURIComponent(name.toWellFormed()).replaceAll(
    /['()*]/g,
    (char) => `%${char.charCodeAt(0).toString(16).toUpperCase()}`,
  );
  return `${kind}; filename="${plain}"; filename*=UTF-8''${encoded}`;
}

export const dispositionOf = (file: ExportedFile | ExportedBytes): string =>
  contentDisposition("isPage" in file && file.isPage ? "inline" : "attachment", file.name);
