import { BUCKETS, bucketOf, freshSlots, type Slot, type Weight } from "./assignment";

/** What a decision needs of a traffic plan. */
export interface RoutedPlan {
  weights: readonly Weight[];
  /** Which buckets each revision owns; made of the weights where a plan has none. */
  slots?: readonly Slot[] | undefined;
  shadows: readonly { revision: number; share: number }[];
  seed: string;
  overrides: readonly { header: string; value: string; revision: number }[];
}

export interface RoutedRequest {
  /** What the unit is known by; null for a request that names none. */
  key: string | null;
  /** Names in lower case. */
  headers: Readonly<Record<string, string | readonly string[] | undefined>>;
  /** From 0 up to, not including, 1. */
  random: number;
}

export interface Decision {
  revision: number;
  reason: "override" | "sticky" | "random";
  /** Revisions that get a copy, and whose answers nobody sees. */
  shadows: number[];
}

const slotsOf = new WeakMap<RoutedPlan, readonly Slot[]>();

/** Computed once a plan: the same object is asked for every request. */
function readSlots(plan: RoutedPlan): readonly Slot[] {
  const known = slotsOf.get(plan);
  if (known) return known;
  const slots = plan.slots?.length ? plan.slots : freshSlots(plan.weights);
  slotsOf.set(plan, slots);
  return slots;
}

function ownerOf(slots: readonly Slot[], bucket: number): number | null {
  let low = 0;
  let high = slots.length - 1;
  while (low <= high) {
    const middle = (low + high) >> 1;
    const slot = slots[middle];
    if (!slot) return null;
    if (bucket < slot.from) high = middle - 1;
    else if (bucket >= slot.to) low = middle + 1;
    else return slot.revision;
  }
  return null;
}

function overrideOf(plan: RoutedPlan, { headers }: RoutedRequest): number | null {
  for (const { header, value, revision } of plan.overrides) {
    const sent = headers[header.toLowerCase()];
    if (typeof sent === "string" ? sent === value : sent?.includes(value)) return revision;
  }
  return null;
}

/** Copies are drawn apart from the assignment, so that a shadow sees units of every revision. */
function shadowsOf(plan: RoutedPlan, { key, random }: RoutedRequest, revision: number): number[] {
  if (plan.shadows.length === 0) return [];
  const unit = key ?? String(random);
  return plan.shadows.flatMap((shadow) =>
    shadow.revision !== revision &&
    bucketOf(`${plan.seed}/shadow/${shadow.revision}`, unit) < shadow.share
      ? [shadow.revision]
      : [],
  );
}

/** Which revision answers a request. Throws nothing; a plan without any weight has no answer. */
export function route(plan: RoutedPlan, request: RoutedRequest): Decision | null {
  const { key, random } = request;
  const forced = overrideOf(plan, request);
  const bucket =
    key === null ? Math.min(BUCKETS - 1, Math.floor(random * BUCKETS)) : bucketOf(plan.seed, key);
  const revision = forced ?? ownerOf(readSlots(plan), bucket);
  if (revision === null) return null;
  const reason = forced === null ? (key === null ? "random" : "sticky") : "override";
  return { revision, reason, shadows: shadowsOf(plan, request, revision) };
}
