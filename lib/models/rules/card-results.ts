import type { CardResult } from "../schema/cards";

/** What a result is about: the same for two results that can be held against each other. */
export function resultKey({ metric, slice }: Pick<CardResult, "metric" | "slice">): string {
  return JSON.stringify([metric, slice]);
}

/** "region/eu" as people read it: "region: eu". */
export function sliceLabel(slice: string): string {
  const end = slice.indexOf("/");
  return end < 0 ? slice : `${slice.slice(0, end)}: ${slice.slice(end + 1)}`;
}

export type ResultStanding =
  /** The run or the logged model says the same. */
  | { kind: "recorded" }
  | { kind: "differs"; recorded: number }
  /** Nobody but the author of the card says it. */
  | { kind: "stated" };

/** Authors round; what differs by less than this share of the value is the same. */
const ROUNDING = 0.005;

/** Whether a result on a card is what was measured. */
export function standingOf(result: CardResult, recorded: readonly CardResult[]): ResultStanding {
  const key = resultKey(result);
  const own = recorded.find((other) => resultKey(other) === key);
  if (!own) return { kind: "stated" };
  const gap = Math.abs(own.value - result.value);
  return gap <= ROUNDING * Math.abs(own.value)
    ? { kind: "recorded" }
    : { kind: "differs", recorded: own.value };
}
