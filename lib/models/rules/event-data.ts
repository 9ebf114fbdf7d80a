import type { TagInput } from "../schema";
import { isPrompt, PROMPT_TAG } from "./tags";

const PROMPT_TYPE_TAG = "_mlflow_prompt_type";
const PROMPT_TEXT_TAG = "mlflow.prompt.text";

/** Tags by name; those that only say what a prompt is are left out for prompts. */
export function tagData(tags: readonly TagInput[]): Record<string, string> {
  const hidden = isPrompt(tags) ? new Set([PROMPT_TAG, PROMPT_TYPE_TAG]) : new Set<string>();
  const shown = tags.filter(({ key }) => !hidden.has(key));
  return Object.fromEntries(shown.map(({ key, value }) => [key, value]));
}

interface NewVersion {
  name: string;
  version: number;
  source: string;
  runUuid: string | null;
  tags: readonly TagInput[];
  description: string;
}

type VersionData = Record<string, string | null | Record<string, string>>;

/** A new version's data: of a prompt its text, of a model where it came from. */
export function versionData(made: NewVersion): VersionData {
  const { [PROMPT_TEXT_TAG]: template, ...tags } = tagData(made.tags);
  const shared = { name: made.name, version: String(made.version) };
  const description = made.description || null;
  return isPrompt(made.tags)
    ? { ...shared, template: template ?? null, tags, description }
    : {
        ...shared,
        source: made.source,
        run_id: made.runUuid,
        tags: tagData(made.tags),
        description,
      };
}
