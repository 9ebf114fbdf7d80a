import "server-only";
import { isUtf8 } from "node:buffer";
import { buffer } from "node:stream/consumers";
import { AppError } from "@/lib/core/errors";
import { extensionOf, mediaTypeOf } from "../media-types";
import type { ArtifactStore } from "../store";
import { readModelCard } from "./model-card";
import { readNotebook } from "./notebook";
import { readParquet } from "./parquet";
import { type ArtifactPreview, PREVIEW_LIMITS } from "./preview";
import { readCsv, readJsonTable } from "./tables";

/** The beginning of a file. */
async function readHead(store: ArtifactStore, path: string, size: number, maxBytes: number) {
  if (size === 0) return Buffer.alloc(0);
  const { body } = await store.get(path, { start: 0, end: Math.min(size, maxBytes) - 1 });
  return buffer(body);
}

/** Bytes as text, without a character that the end cuts in two; null when they are no text. */
function toText(bytes: Buffer, isTruncated: boolean): string | null {
  if (bytes.includes(0)) return null;
  for (let cut = 0; cut <= (isTruncated ? 3 : 0); cut += 1) {
    const whole = bytes.subarray(0, bytes.length - cut);
    if (isUtf8(whole)) return whole.toString("utf8").replace(/^\ufeff/, "");
  }
  return null;
}

const none = (size: number, reason: string): ArtifactPreview => ({ kind: "none", size, reason });

type Syntax = Extract<ArtifactPreview, { kind: "text" }>["syntax"];

const SYNTAX: Readonly<Record<string, Syntax>> = {
  ipynb: "json",
  js: "javascript",
  json: "json",
  py: "python",
  yaml: "yaml",
  yml: "yaml",
};

interface Head {
  extension: string;
  size: number;
  text: string;
  isTruncated: boolean;
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

function tableOf({ extension, text, isTruncated }: Head) {
  try {
    if (extension === "csv") return readCsv(text, ",", isTruncated);
    if (extension === "tsv") return readCsv(text, "\t", isTruncated);
    return extension === "json" && !isTruncated ? readJsonTable(parseJson(text)) : null;
  } catch {
    return null;
  }
}

/** What is shown whole or not at all; null for everything else. */
function wholeOf({ extension, size, text, isTruncated }: Head): ArtifactPreview | null {
  const isPage = extension === "html" || extension === "htm";
  if (!isPage && extension !== "ipynb") return null;
  if (isTruncated)
    return none(
      size,
      `This ${isPage ? "page" : "notebook"} is too large to show. Download it instead.`,
    );
  if (isPage) return { kind: "html", size, text, isTruncated };
  const notebook = readNotebook(parseJson(text));
  return notebook && { kind: "notebook", size, notebook };
}

function toPreview(head: Head): ArtifactPreview {
  const { extension, size, text, isTruncated } = head;
  const table = tableOf(head);
  if (table) return { kind: "table", size, ...table };
  if (extension === "md" || extension === "markdown")
    return { kind: "markdown", size, text, isTruncated };
  const whole = wholeOf(head);
  if (whole) return whole;
  const model = extension === "mlmodel" ? readModelCard(text) : null;
  if (model) return { kind: "model", size, model, text, isTruncated };
  const shown = text.slice(0, PREVIEW_LIMITS.textBytes);
  return {
    kind: "text",
    size,
    syntax: extension === "mlmodel" ? "yaml" : (SYNTAX[extension] ?? "text"),
    text: shown,
    isTruncated: isTruncated || shown.length < text.length,
  };
}

function maxBytesFor(extension: string): number {
  if (extension === "html" || extension === "htm") return PREVIEW_LIMITS.htmlBytes;
  if (extension === "ipynb") return PREVIEW_LIMITS.notebookBytes;
  if (/^(csv|tsv|json)$/.test(extension)) return PREVIEW_LIMITS.tableBytes;
  return PREVIEW_LIMITS.textBytes;
}

async function parquetPreview(
  store: ArtifactStore,
  path: string,
  size: number,
): Promise<ArtifactPreview> {
  try {
    return { kind: "table", size, ...(await readParquet(store, path, size)) };
  } catch (error) {
    if (error instanceof AppError && error.code !== "TOO_LARGE") throw error;
    const reason = error instanceof Error ? error.message : "it is not readable";
    return none(size, `This Parquet file cannot be shown here: ${reason}.`);
  }
}

/** What can be shown of a file. Throws NOT_FOUND when there is none, INVALID for a directory. */
export async function readPreview(store: ArtifactStore, path: string): Promise<ArtifactPreview> {
  const stat = await store.stat(path);
  if (!stat) throw new AppError("NOT_FOUND", "This file is not there any more.");
  if (stat.isDirectory) throw new AppError("INVALID", "This is a directory: it has no preview.");
  const { size } = stat;
  const extension = extensionOf(path);
  const mediaType = mediaTypeOf(path);
  if (mediaType.startsWith("image/") && !/tiff$/.test(mediaType))
    return size <= PREVIEW_LIMITS.imageBytes
      ? { kind: "image", size, mediaType }
      : none(size, "This image is too large to show. Download it instead.");
  if (extension === "parquet" || extension === "pq") return parquetPreview(store, path, size);
  const bytes = await readHead(store, path, size, maxBytesFor(extension));
  const isTruncated = bytes.length < size;
  const text = toText(bytes, isTruncated);
  if (text === null) return none(size, "This is a binary file. Download it to open it.");
  return toPreview({ extension, size, text, isTruncated });
}
