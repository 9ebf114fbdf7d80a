import { AppError } from "@/lib/core/errors";
import { checkKey } from "@/lib/experiments/rules";
import type { TagInput } from "./schema";

export const STAGES = ["None", "Staging", "Production", "Archived"] as const;
export type Stage = (typeof STAGES)[number];

/** Stages that a version serves from; only these can push out the versions that are in them. */
const ACTIVE_STAGES: readonly Stage[] = ["Staging", "Production"];

export const VERSION_STATUS = {
  PENDING_REGISTRATION: 1,
  FAILED_REGISTRATION: 2,
  READY: 3,
} as const;
export type VersionStatus = keyof typeof VERSION_STATUS;

export const LOGGED_MODEL_STATUS = { PENDING: 1, READY: 2, UPLOAD_FAILED: 3 } as const;
export type LoggedModelStatus = keyof typeof LOGGED_MODEL_STATUS;

export const PROMPT_TAG = "mlflow.prompt.is_prompt";
/** On a logged model: which registered versions were made from it, as JSON. */
export const REGISTRATIONS_TAG = "mlflow.modelVersions";

export const LIMITS = {
  modelName: 256,
  description: 5000,
  alias: 255,
  tagValue: 100_000,
  runLink: 500,
  loggedModelName: 500,
  loggedModelKey: 250,
  loggedModelParamValue: 6000,
  loggedModelTagValue: 8000,
  modelType: 500,
} as const;

/** How much of a tag's value the audit keeps: a prompt's text may be long. */
export const AUDITED_CHARS = 500;

function tooLong(field: string, limit: number): AppError {
  return new AppError("INVALID", `'${field}' exceeds the maximum length of ${limit} characters`, {
    [field]: `Use at most ${limit} characters.`,
  });
}

export function checkLength(value: string, field: string, limit: number): void {
  if (value.length > limit) throw tooLong(field, limit);
}

export function stageOf(stage: string): Stage {
  const known = STAGES.find((name) => name.toLowerCase() === stage.toLowerCase());
  if (known) return known;
  throw new AppError(
    "INVALID",
    `Invalid Model Version stage: ${stage}. Value must be one of ${STAGES.join(", ")}.`,
  );
}

export function checkArchives(stage: Stage, sent: string): void {
  if (!ACTIVE_STAGES.includes(stage))
    throw new AppError(
      "INVALID",
      `Model version transition cannot archive existing model versions because '${sent}' is not an Active stage. Valid stages are ['Staging', 'Production']`,
    );
}

export function versionStatusName(status: number): VersionStatus {
  if (status === VERSION_STATUS.PENDING_REGISTRATION) return "PENDING_REGISTRATION";
  return status === VERSION_STATUS.FAILED_REGISTRATION ? "FAILED_REGISTRATION" : "READY";
}

export function loggedModelStatusName(status: number): LoggedModelStatus {
  if (status === LOGGED_MODEL_STATUS.READY) return "READY";
  return status === LOGGED_MODEL_STATUS.UPLOAD_FAILED ? "UPLOAD_FAILED" : "PENDING";
}

/** A name that a file system would take for another one, such as "..". */
function isPathLike(name: string): boolean {
  return name === "." || name === "..";
}

/** A registered model's name: not blank, no "/" or ":", at most 256 characters. */
export function checkModelName(name: string, field: "name" | "new_name" = "name"): void {
  if (name.trim() === "")
    throw new AppError("INVALID", `Missing value for required parameter '${field}'.`, {
      [field]: "Give it a name.",
    });
  if (/[/:]/.test(name))
    throw new AppError(
      "INVALID",
      `Invalid model name '${name}'. Names cannot contain '/' or ':'.`,
      { [field]: "Names cannot contain / or :." },
    );
  if (isPathLike(name))
    throw new AppError(
      "INVALID",
      `Invalid value "${name}" for parameter 'name' supplied: Names may be treated as files in certain cases, and must not resolve to other names when treated as such. This name would resolve to '${name}'`,
      { [field]: "Use another name." },
    );
  checkLength(name, field, LIMITS.modelName);
}

/** The integer of a version as it is written on the wire. */
export function parseVersion(version: string): number {
  const digits = /^\s*[+-]?\d+\s*$/.test(version) ? Number(version) : Number.NaN;
  if (Number.isSafeInteger(digits)) return digits;
  throw new AppError(
    "INVALID",
    `Parameter 'version' must be an integer, got '${version.slice(0, 100)}'.`,
  );
}

const ALIAS = /^[\p{L}\p{N}_-]*$/u;

export function checkAlias(alias: string): void {
  if (alias === "") throw new AppError("INVALID", "Registered model alias name cannot be empty.");
  if (!ALIAS.test(alias))
    throw new AppError(
      "INVALID",
      `Invalid alias name: '${alias}'. Names may only contain alphanumerics, underscores (_), and dashes (-).`,
      { alias: "Use letters, digits, _ and - only." },
    );
  checkLength(alias, "Registered model alias name", LIMITS.alias);
}

/** An alias that always means the newest version, whatever is assigned. */
export function isLatest(alias: string): boolean {
  return alias.toLowerCase() === "latest";
}

/** An alias that may be given to a version: "latest" and "v1", "v2", … mean something already. */
export function checkAssignableAlias(alias: string): void {
  checkAlias(alias);
  if (isLatest(alias))
    throw new AppError("INVALID", "'latest' alias name (case insensitive) is reserved.", {
      alias: "“latest” always means the newest version.",
    });
  if (/^v\d+$/i.test(alias))
    throw new AppError("INVALID", `Version alias name '${alias}' is reserved.`, {
      alias: "Names like v1 are reserved for version numbers.",
    });
}

/** A tag of a registered model or a version. */
export function checkRegistryTag({ key, value }: TagInput): void {
  checkKey(key, "tag", "key");
  checkLength(value, "value", LIMITS.tagValue);
}

/** Tags by key, the last of equal keys, in the order of first appearance. */
export function lastByKey(tags: readonly TagInput[]): TagInput[] {
  return [...new Map(tags.map((tag) => [tag.key, tag])).values()];
}

/** Whether tags say that a model or a version is a prompt: text, without files. */
export function isPrompt(tags: readonly TagInput[]): boolean {
  return tags.findLast(({ key }) => key === PROMPT_TAG)?.value.toLowerCase() === "true";
}

const PROMPT_SOURCES = ["dummy-source", "prompt-template"];

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

const FORBIDDEN_IN_LOGGED_NAME = /[/:.%"']/;

/** The name of a logged model; an empty one was replaced before. */
export function checkLoggedModelName(name: string): void {
  if (FORBIDDEN_IN_LOGGED_NAME.test(name))
    throw new AppError(
      "INVALID",
      `Invalid model name ('${name}') provided. Model name must be a non-empty string and cannot contain the following characters: ('/', ':', '.', '%', '"', "'")`,
    );
  checkLength(name, "name", LIMITS.loggedModelName);
}

export interface Registration {
  name: string;
  version: number;
}

function parseRegistrations(value: string | undefined): unknown[] {
  if (!value) return [];
  try {
    const parsed: unknown = JSON.parse(value);
    return Array.isArray(parsed) ? parsed : [];
  } catch {
    return [];
  }
}

function toRegistration(item: unknown): Registration[] {
  if (typeof item !== "object" || item === null) return [];
  const name: unknown = Reflect.get(item, "name");
  const version = Number(Reflect.get(item, "version"));
  return typeof name === "string" && Number.isInteger(version) ? [{ name, version }] : [];
}

/** The versions that a logged model's tag names. Server and client both write it, so a version may be in it twice. */
export function registrationsOf(value: string | undefined): Registration[] {
  const found = parseRegistrations(value).flatMap(toRegistration);
  return [...new Map(found.map((item) => [`${item.name}/${item.version}`, item])).values()];
}

/** JSON as Python writes it, so that the tag reads the same whoever wrote it last. */
function pythonJson(value: unknown): string {
  if (Array.isArray(value)) return `[${value.map(pythonJson).join(", ")}]`;
  if (typeof value === "object" && value !== null)
    return `{${Object.entries(value)
      .map(([key, item]) => `${pythonJson(key)}: ${pythonJson(item)}`)
      .join(", ")}}`;
  return JSON.stringify(value).replace(
    /[\u0080-\uffff]/g,
    (char) => `\\u${char.charCodeAt(0).toString(16).padStart(4, "0")}`,
  );
}

/** The tag's value with one more version in it. */
export function withRegistration(value: string | undefined, added: Registration): string {
  const items = parseRegistrations(value);
  const isKnown = items.some((item) => pythonJson(item) === pythonJson(added));
  return pythonJson(isKnown ? items : [...items, added]);
}
