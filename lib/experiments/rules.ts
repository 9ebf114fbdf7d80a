import { AppError } from "@/lib/core/errors";

export const LIMITS = {
  experimentName: 500,
  tagKey: 250,
  experimentTagValue: 5000,
  key: 250,
  paramValue: 6000,
  runTagValue: 8000,
  runName: 500,
  batchMetrics: 1000,
  batchParams: 100,
  batchTags: 100,
  batchTotal: 1000,
} as const;

const KEY = /^[/\w.\- :\p{L}\p{N}]*$/u;

function isPathLike(key: string): boolean {
  return (
    key === "" ||
    key.startsWith("/") ||
    key.endsWith("/") ||
    key.split("/").some((part) => part === "" || part === "." || part === "..")
  );
}

/**
 * A metric, parameter or tag name as MLflow allows it: at most 250 characters of letters, digits, `_ / . - :` and
 * space, and a normalised relative path. `where` names the field in the message, `kind` what it is.
 */
export function checkKey(key: string, kind: string, where: string): void {
  if (key.length > LIMITS.key)
    throw new AppError(
      "INVALID",
      `'${where}' exceeds the maximum length of ${LIMITS.key} characters`,
    );
  if (!KEY.test(key))
    throw new AppError(
      "INVALID",
      `Invalid value "${key}" for parameter '${where}' supplied: Names may only contain alphanumerics, underscores (_), dashes (-), periods (.), spaces ( ), colon(:) and slashes (/).`,
    );
  if (isPathLike(key))
    throw new AppError(
      "INVALID",
      `Invalid value "${key}" for parameter '${where}' supplied: Names may be treated as files in certain cases, and must not resolve to other names when treated as such. This ${kind} name would resolve to another name.`,
    );
}

export function checkExperimentName(name: string): void {
  if (name.length > LIMITS.experimentName)
    throw new AppError(
      "INVALID",
      `'name' exceeds the maximum length of ${LIMITS.experimentName} characters`,
    );
}

export function checkExperimentTag(key: string, value: string): void {
  checkKey(key, "tag", "key");
  if (value.length > LIMITS.experimentTagValue)
    throw new AppError(
      "INVALID",
      `'value' exceeds the maximum length of ${LIMITS.experimentTagValue} characters`,
    );
}

/** The integer of a wire experiment id. */
export function parseExperimentId(id: string): number {
  if (!/^-?\d{1,15}$/.test(id))
    throw new AppError(
      "INVALID",
      `Invalid value "${id.slice(0, 100)}" for parameter 'experiment_id' supplied: Experiment ID must be a valid integer.`,
    );
  return Number(id);
}
