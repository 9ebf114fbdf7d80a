import { canonicalJson } from "@/lib/core/canonical-json";
import { planOf } from "./stored";

interface Wish {
  note: string;
  ticketUrl: string | null;
  plan: unknown;
  scheduledFor: Date | null;
}

const told = (wish: Wish) => ({
  note: wish.note,
  ticketUrl: wish.ticketUrl,
  plan: planOf(wish),
  scheduledFor: wish.scheduledFor?.toISOString() ?? null,
});

const FIELDS = ["note", "ticketUrl", "plan", "scheduledFor"] as const;

/** In which respects somebody asks for something else than before: as it was and as it is. */
export function revisionOf(was: Wish, is: Wish) {
  const [old, present] = [told(was), told(is)];
  const changed = FIELDS.filter(
    (field) => canonicalJson(old[field]) !== canonicalJson(present[field]),
  );
  const only = (wish: typeof old) =>
    Object.fromEntries(changed.map((field) => [field, wish[field]]));
  return { details: { changed }, change: { before: only(old), after: only(present) } };
}
