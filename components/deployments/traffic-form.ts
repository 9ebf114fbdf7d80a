import type { DeploymentDto } from "@/lib/deployments/dto/deployments";
import type { TrafficPlan } from "@/lib/deployments/schema/traffic";

/** A row of the editor, all of it text: percent of the traffic, and of the copies. */
export interface TrafficRow {
  revision: number;
  weight: string;
  shadow: string;
}

export interface OverrideRow {
  id: number;
  header: string;
  value: string;
  revision: number;
}

const percent = (share: number) => (share === 0 ? "" : String(share / 100));

/** Rows of what a plan names, with every other revision that can be chosen left out. */
export function toRows({ plan, serves }: Pick<DeploymentDto, "plan" | "serves">): TrafficRow[] {
  return serves.map(({ number }) => ({
    revision: number,
    weight: percent(plan.weights.find(({ revision }) => revision === number)?.weight ?? 0),
    shadow: percent(plan.shadows.find(({ revision }) => revision === number)?.share ?? 0),
  }));
}

/** Percent as hundredths of a percent; what is no number stays none, so that the schema refuses it. */
function toShare(text: string): number {
  const percents = Number(text.trim().replace(",", ".").replace(/\s*%$/, ""));
  return Math.round(percents * 1e6) / 1e4;
}

/** How much of the traffic the rows hand out, in hundredths of a percent. */
export const sumOf = (rows: readonly TrafficRow[]): number =>
  rows.reduce((sum, { weight }) => sum + toShare(weight), 0);

interface Filled {
  rows: readonly TrafficRow[];
  stickyHeader: string;
  overrides: readonly OverrideRow[];
}

/** What the fields say, for the domain's schema. */
export function toPlan({ rows, stickyHeader, overrides }: Filled) {
  const shares = rows.map(({ revision, weight, shadow }) => ({
    revision,
    weight: toShare(weight),
    share: toShare(shadow),
  }));
  return {
    weights: shares
      .filter(({ weight, share }) => weight !== 0 || share === 0)
      .map(({ revision, weight }) => ({ revision, weight })),
    shadows: shares
      .filter(({ share }) => share !== 0)
      .map(({ revision, share }) => ({ revision, share })),
    stickyHeader: stickyHeader.trim() === "" ? null : stickyHeader,
    overrides: overrides.map(({ header, value, revision }) => ({ header, value, revision })),
  };
}

export const toOverrides = ({ overrides }: TrafficPlan): OverrideRow[] =>
  overrides.map((one, id) => ({ ...one, id }));
