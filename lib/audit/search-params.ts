import { createLoader, parseAsInteger, parseAsIsoDate, parseAsString } from "nuqs/server";
import type { AuditFilter } from "./schema";

const word = parseAsString.withDefault("");

/** What the trail is filtered by, as the address says it. */
const auditFilterParams = {
  q: word,
  actor: word,
  role: word,
  credential: word,
  action: word,
  kind: word,
  subject: word,
  object: word,
  from: parseAsIsoDate,
  to: parseAsIsoDate,
};

/** The screen: which event is open, and where the page before ended. */
export const auditParams = {
  ...auditFilterParams,
  event: parseAsInteger,
  after: parseAsString,
};
export const loadAuditParams = createLoader(auditParams);

type Params = Awaited<ReturnType<typeof loadAuditParams>>;

const given = (value: string) => value.trim().slice(0, 500) || undefined;
const DAY_MS = 86_400_000;

/** Days are those of UTC, from the beginning of the first to the end of the last. */
export function toAuditFilter(params: Omit<Params, "event" | "after">): AuditFilter {
  const { from, to } = params;
  return {
    text: given(params.q),
    actor: given(params.actor),
    role: given(params.role),
    credential: given(params.credential),
    action: given(params.action),
    kind: given(params.kind),
    subject: given(params.subject),
    object: given(params.object),
    from: from?.toISOString(),
    to: to ? new Date(to.getTime() + DAY_MS - 1).toISOString() : undefined,
  };
}

/** The query of an address of the screen. */
export function auditQuery(params: Partial<Params>): Record<string, string | undefined> {
  const { from, to, event, after, ...words } = params;
  const filled = Object.entries(words).filter(([, value]) => value !== "");
  return {
    ...Object.fromEntries(filled),
    from: from?.toISOString().slice(0, 10),
    to: to?.toISOString().slice(0, 10),
    event: event?.toString(),
    after: after ?? undefined,
  };
}
