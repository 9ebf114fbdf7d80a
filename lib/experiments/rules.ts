import { AppError } from "@/lib/core/errors";

/** A tag that people and their scripts set; MLflow keeps some for itself. */
export const isOwnTag = ({ key }: { key: string }): boolean => !key.startsWith("mlflow.");

export const LIMITS = {
  experimentName: 500,
  tagKey: 250,
  experimentTagValue: 20_000,
  key: 250,
  paramValue: 6000,
  runTagValue: 8000,
  runName: 500,
  userId: 256,
  batchMetrics: 1000,
  batchParams: 100,
  batchTags: 100,
  batchTotal: 1000,
} as const;

const KEY = /^[/\w.\- :\p{L}\p{N}]*$/u;

/** What a name would become as a file path, as POSIX normalises it. */
function normalized(key: string): string {
  const parts: string[] = [];
  for (const part of key.split("/")) {
    if (part === "" || part === ".") continue;
    if (part === ".." && parts.length > 0 && parts.at(-1) !== "..") parts.pop();
    else if (part !== ".." || !key.startsWith("/")) parts.push(part);
  }
  const path = parts.join("/");
  return key.startsWith("/") ? `/${path}` : path || ".";
}

const PLAIN_NAME = /^[^./]+$/;

function isPathLike(key: string): boolean {
  if (PLAIN_NAME.test(key)) return false;
  const path = normalized(key);
  return path !== key || path === "." || path.startsWith("..") || path.startsWith("/");
}

/** Refuses a key that is too long; `what` is what MLflow calls it in the message. */
export function checkKeyLength(key: string, what: string): void {
  if (key.length > LIMITS.key && [...key].length > LIMITS.key)
    throw new AppError(
      "INVALID",
      `'${what}' exceeds the maximum length of ${LIMITS.key} characters`,
    );
}

/**
 * A metric, parameter or tag name as MLflow allows it: at most 250 characters of letters, digits, `_ / . - :` and
 * space, and a normalised relative path. `where` names the field in messages; `what` does in the one about length.
 */
export function checkKey(key: string, where: string, what = where): void {
  if (!KEY.test(key))
    throw new AppError(
      "INVALID",
      `Invalid value ${JSON.stringify(key)} for parameter '${where}' supplied: Names may only contain alphanumerics, underscores (_), dashes (-), periods (.), spaces ( ), colon(:) and slashes (/).`,
    );
  if (isPathLike(key))
    throw new AppError(
      "INVALID",
      `Invalid value ${JSON.stringify(key)} for parameter '${where}' supplied: Names may be treated as files in certain cases, and must not resolve to other names when treated as such. This name would resolve to '${normalized(key)}'`,
    );
  checkKeyLength(key, what);
}

export function checkExperimentName(name: string): void {
  if (name.length > LIMITS.experimentName)
    throw new AppError(
      "INVALID",
      `'name' exceeds the maximum length of ${LIMITS.experimentName} characters`,
    );
}

export function checkExperimentTag(key: string, value: string): void {
  checkKey(key, "key");
  if (value.length > LIMITS.experimentTagValue)
    throw new AppError(
      "INVALID",
      `'value' exceeds the maximum length of ${LIMITS.experimentTagValue} characters`,
    );
}

/** Refuses a list of tags that names one twice. */
export function checkUniqueTags(tags: readonly { key: string }[]): void {
  const seen = new Set<string>();
  for (const { key } of tags) {
    if (seen.has(key))
      throw new AppError("INVALID", `Invalid value for 'tags': the key '${key}' is given twice.`);
    seen.add(key);
  }
}

/** The integer of a wire experiment id. */
export function parseExperimentId(id: string): number {
  if (!/^-?\d{1,15}$/.test(id))
    throw new AppError(
      "INVALID",
      `Invalid experiment ID '${id.slice(0, 100)}'. Experiment ID must be a valid integer.`,
    );
  return Number(id);
}

export type LifecycleView = "active" | "deleted" | "all";
