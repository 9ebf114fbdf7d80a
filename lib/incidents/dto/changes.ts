import type { Route } from "next";

export const CHANGE_KINDS = [
  "revision",
  "traffic",
  "rollout",
  "version",
  "approval",
  "dataset",
  "job",
  "signal",
] as const;
export type ChangeKind = (typeof CHANGE_KINDS)[number];

/** Something that happened around an incident. */
export interface ChangeDto {
  kind: ChangeKind;
  /** Milliseconds since the epoch. */
  at: number;
  title: string;
  /** Why, or how it stands; empty when there is nothing to say. */
  detail: string;
  /** Address of its page; null for what has none. */
  page: Route | null;
}

export interface ChangesDto {
  /** The newest first. */
  items: ChangeDto[];
  from: number;
  until: number;
  /** True when there is more than is listed. */
  isCutOff: boolean;
}
