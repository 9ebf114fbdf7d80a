import { mergeProfiles, WindowProfiler } from "@/lib/datasets/rules/window-profile";
import type { WatchedColumn, WindowProfile } from "@/lib/datasets/schema/window-profiles";
import { MASK } from "@/lib/deployments/rules/masks";

const HOUR_MS = 3_600_000;

/** How a deployment's predictions are counted. */
export interface ProfilePlan {
  id: number;
  columns: readonly WatchedColumn[];
  leftOut: readonly string[];
  /** Of what it is counted how often values repeat. */
  repeats: readonly string[];
  /** Rows of a window; null where windows are of time. */
  windowRows: number | null;
}

/** A prediction as the log keeps it. */
export interface KeptPrediction {
  at: number;
  revision: number;
  isShadow: boolean;
  status: number;
  /** Rows as they were sent; what is no list of rows is not counted. */
  inputs: unknown;
  answers: readonly unknown[];
}

/** Counts of predictions of one hour and one revision. */
export interface HourCounts {
  /** When it began. */
  hour: number;
  revision: number;
  profile: WindowProfile;
}

/** A row by its columns; values without names are named by their place. */
export const namedRow = (row: unknown): Readonly<Record<string, unknown>> =>
  // What is no object has no properties of its own, and a list has those of its places.
  typeof row === "object" && row !== null ? (row as Record<string, unknown>) : { "0": row };

/** Answered requests only, and no copies of requests that another revision answered. */
export const isCounted = ({ isShadow, status, inputs }: KeptPrediction): boolean =>
  !isShadow && status < 400 && Array.isArray(inputs);

/** Windows of rows are cut between counts: of so small a share of a window each, that it becomes hardly longer. */
const ROW_WINDOW_PARTS = 20;

/** Counts predictions by hour and revision. */
export class HourProfiler {
  private readonly hours = new Map<
    string,
    { hour: number; revision: number; counts: WindowProfiler }
  >();
  /** What is counted apart already, in its order. */
  private readonly cut: HourCounts[] = [];
  private readonly most: number;
  private rows = 0;

  constructor(private readonly plan: ProfilePlan) {
    this.most = (plan.windowRows ?? Number.POSITIVE_INFINITY) / ROW_WINDOW_PARTS;
  }

  add(prediction: KeptPrediction): void {
    if (!isCounted(prediction) || !Array.isArray(prediction.inputs)) return;
    const { revision, answers } = prediction;
    const hour = Math.floor(prediction.at / HOUR_MS) * HOUR_MS;
    const key = `${hour} ${revision}`;
    let found = this.hours.get(key);
    if (!found) {
      const { columns, leftOut, repeats } = this.plan;
      found = { hour, revision, counts: new WindowProfiler(columns, leftOut, MASK, repeats) };
      this.hours.set(key, found);
    }
    for (const [at, row] of prediction.inputs.entries())
      found.counts.add(namedRow(row), answers[at]);
    this.rows += prediction.inputs.length;
    if (this.rows < this.most) return;
    this.cut.push(...this.counted());
    this.hours.clear();
    this.rows = 0;
  }

  finish(): HourCounts[] {
    return [...this.cut, ...this.counted()];
  }

  private counted(): HourCounts[] {
    return [...this.hours.values()].map(({ hour, revision, counts }) => ({
      hour,
      revision,
      profile: counts.finish(),
    }));
  }
}

/** Counts predictions in their order in windows of so many rows, each from the moment of its first one. */
export class RowWindowProfiler {
  private readonly windows: HourCounts[] = [];
  private open: { at: number; rows: number; counts: HourProfiler } | null = null;
  private last = 0;

  constructor(private readonly plan: ProfilePlan & { windowRows: number }) {}

  add(prediction: KeptPrediction): void {
    if (!isCounted(prediction) || !Array.isArray(prediction.inputs)) return;
    if (this.open && this.open.rows >= this.plan.windowRows) this.close();
    this.open ??= this.begin(prediction.at);
    this.open.counts.add(prediction);
    this.open.rows += prediction.inputs.length;
  }

  finish(): HourCounts[] {
    this.close();
    return this.windows;
  }

  private begin(at: number) {
    // No two windows begin at the same moment.
    this.last = Math.max(at, this.last + 1);
    const counts = new HourProfiler({ ...this.plan, windowRows: null });
    return { at: this.last, rows: 0, counts };
  }

  private close(): void {
    const { open } = this;
    this.open = null;
    if (!open) return;
    const [first, ...others] = open.counts.finish().map(({ profile }) => profile);
    if (!first) return;
    this.windows.push({ hour: open.at, revision: 0, profile: others.reduce(mergeProfiles, first) });
  }
}
