/** What somebody who types part of a name means by it. */
export interface NodeSearch {
  /** All of it, in lower case. */
  text: string;
  /** Part of a name, in lower case. */
  name: string;
  /** "churn 3", "churn v3", "churn/3": a version of what has that name; null when none is meant. */
  version: number | null;
  /** "churn @champion": where it stands; empty when nothing is meant. */
  place: string;
  /** "#12": an approval or a job; null when none is meant. */
  approval: number | null;
}

const WITH_PLACE = /^(.*?)\s*@([^\s@]{1,255})$/;
const WITH_VERSION = /^(.+?)(?:\s+(?:v|version\s+)?|\s*\/\s*)(\d{1,9})$/;
const APPROVAL = /^#(\d{1,9})$/;

export function parseNodeSearch(text: string): NodeSearch {
  const lower = text.trim().toLowerCase();
  const nothing = { text: lower, name: lower, version: null, place: "", approval: null };
  const approval = APPROVAL.exec(lower)?.[1];
  if (approval) return { ...nothing, approval: Number(approval) };
  const [, placed = "", place] = WITH_PLACE.exec(lower) ?? [];
  if (place) return { ...nothing, name: placed, place };
  const [, versioned, number] = WITH_VERSION.exec(lower) ?? [];
  return versioned && number ? { ...nothing, name: versioned, version: Number(number) } : nothing;
}
