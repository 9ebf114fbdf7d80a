import { AppError } from "@/lib/core/errors";
import { isLatest } from "./names";

export const PROMPT_SOURCES = ["dummy-source", "prompt-template"];

/** A prompt has no files: its source is a word that says so. */
export function checkPromptSource(source: string): void {
  if (!PROMPT_SOURCES.includes(source))
    throw new AppError(
      "INVALID",
      `Invalid prompt source: '${source.slice(0, 500)}'. Prompt sources must use an MLflow placeholder.`,
    );
}

/** What a `models:/…` uri names. */
export type ModelReference =
  | { kind: "logged"; uuid: string }
  | { kind: "version"; name: string; version: string }
  | { kind: "stage"; name: string; stage: string }
  | { kind: "latest"; name: string }
  | { kind: "alias"; name: string; alias: string };

function suffixReference(name: string, suffix: string): ModelReference | null {
  if (suffix.trim() === "") return null;
  if (/^\d+$/.test(suffix)) return { kind: "version", name, version: suffix };
  if (isLatest(suffix)) return { kind: "latest", name };
  return { kind: "stage", name, stage: suffix };
}

/** Reads `models:/name/1`, `models:/name/Production`, `models:/name/latest`, `models:/name@alias`, `models:/m-…`; null when it is none of them. */
export function readModelReference(uri: string): ModelReference | null {
  const [, path] = /^models:(\/[^?]*)$/i.exec(uri) ?? [];
  if (path === undefined || path.startsWith("//")) return null;
  const [name = "", suffix, ...more] = path.slice(1).split("/");
  if (name.trim() === "" || more.length > 0) return null;
  if (suffix !== undefined) return suffixReference(name, suffix);
  const at = name.lastIndexOf("@");
  if (at === -1) return { kind: "logged", uuid: name };
  const alias = name.slice(at + 1);
  return alias.trim() === "" ? null : { kind: "alias", name: name.slice(0, at), alias };
}

/** The run and path of a `runs:/…` uri; null when it is none. */
export function readRunReference(uri: string): { runUuid: string; path: string } | null {
  const [, runUuid = "", path = ""] = /^runs:\/([\w-]+)(?:\/(.*))?$/i.exec(uri) ?? [];
  return runUuid === "" ? null : { runUuid, path };
}

const segments = (uri: string) =>
  uri
    .slice(uri.indexOf(":") + 1)
    .split("/")
    .filter((part) => part !== "");

/** Whether a uri lies at or below the artifacts that belong to a run or a logged model. */
export function isWithin(uri: string, root: string): boolean {
  const parts = segments(uri);
  const base = segments(root);
  const scheme = (text: string) => text.slice(0, text.indexOf(":")).toLowerCase();
  return (
    scheme(uri) === scheme(root) &&
    base.length > 0 &&
    base.every((part, index) => parts[index] === part)
  );
}

/** Schemes whose uris choose the host that is talked to. */
const HOST_SCHEMES = /^(ftp|sftp|hdfs|viewfs|https?|mlflow-artifacts(?=:\/\/)|r2|b2|abfss):/i;

/** The scheme of a source that would send whoever reads it to a host of the sender's choice; null for others. */
export function hostScheme(source: string): string | null {
  return HOST_SCHEMES.exec(source)?.[1]?.toLowerCase() ?? null;
}

export function foreignSource(source: string, owner: "run_id" | "model_id"): AppError {
  return new AppError(
    "INVALID",
    `Invalid model version source: '${source.slice(0, 500)}'. The ${owner} request parameter must identify the resource that contains the source.`,
  );
}
