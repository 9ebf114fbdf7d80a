import { AppError } from "@/lib/core/errors";
import { checkKey } from "@/lib/experiments/rules";
import type { TagInput } from "../schema";
import { checkLength, LIMITS } from "./limits";

export const PROMPT_TAG = "mlflow.prompt.is_prompt";

/** How much of a tag's value the audit keeps: a prompt's text may be long. */
export const AUDITED_CHARS = 500;

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

/** Params or tags of a logged model: no key twice, none empty, none beyond its limit. */
export function checkPairs(pairs: readonly TagInput[], field: "params" | "tags"): void {
  if (pairs.length > LIMITS.loggedModelPairs)
    throw new AppError(
      "INVALID",
      `A request can contain at most ${LIMITS.loggedModelPairs} ${field}. Got ${pairs.length}. Please split them up across several requests.`,
    );
  const seen = new Set<string>();
  for (const [index, { key, value }] of pairs.entries()) {
    checkLength(key, `${field}[${index}].key`, LIMITS.loggedModelKey);
    checkLength(value, `${field}[${index}].value`, LIMITS.tagValue);
    if (seen.has(key))
      throw new AppError(
        "INVALID",
        `Duplicate ${field} keys have been submitted: ${key}. Please ensure the request contains each key once.`,
      );
    seen.add(key);
  }
}
