import { AUDITED_CHARS } from "./tags";

/** A tag as the audit tells of it. */
export const auditedTag = (key: string, value: string) => ({
  [key]: value.slice(0, AUDITED_CHARS),
});

/** What a tag was before it was set or taken off; null when there was none. */
export function tagBefore(tags: readonly { key: string; value: string }[], key: string) {
  const tag = tags.find((one) => one.key === key);
  return tag ? auditedTag(key, tag.value) : null;
}
