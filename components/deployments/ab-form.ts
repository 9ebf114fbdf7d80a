import type { DeploymentDto, RevisionDto } from "@/lib/deployments/dto/deployments";
import { abLimits } from "@/lib/deployments/schema/ab-tests";
import { ALL_TRAFFIC } from "@/lib/deployments/schema/traffic";

/** The dialog as it is filled in, numbers as text. */
export interface AbForm {
  name: string;
  control: string;
  treatment: string;
  metric: string;
  kind: "proportion" | "mean";
  better: "higher" | "lower";
  difference: "relative" | "absolute";
  alpha: string;
  /** Nothing for none. */
  plannedUnits: string;
  sharePercent: string;
  moreErrorsPercent: string;
  moreErrorsPoints: string;
  slowerPercent: string;
  slowerMs: string;
  stickyHeader: string;
}

type Deployment = Pick<DeploymentDto, "name" | "plan" | "trafficVersion">;

type Arm = Pick<RevisionDto, "number" | "isGone">;

/** Revisions that can be compared: those that serve, however old they are, and the newest others. */
export function armsOf<Revision extends Arm>(
  { serves }: { serves: readonly Revision[] },
  newest: readonly Revision[],
): Revision[] {
  const all = new Map([...newest, ...serves].map((one) => [one.number, one]));
  return [...all.values()]
    .filter(({ isGone }) => !isGone)
    .toSorted((one, other) => other.number - one.number);
}

/** What is allowed where nobody sets it. */
function usualLimits() {
  const { error_rate, p99_latency } = abLimits.parse({});
  return {
    moreErrorsPercent: String(error_rate.relative * 100),
    moreErrorsPoints: String(error_rate.absolute * 100),
    slowerPercent: String(p99_latency.relative * 100),
    slowerMs: String(p99_latency.absolute),
  };
}

/** The revision with the most traffic against the one with the next most, else against the newest of the others. */
export function firstAbForm(
  { plan }: Pick<Deployment, "plan">,
  revisions: readonly Pick<RevisionDto, "number" | "weight">[],
): AbForm {
  const [control, treatment] = revisions.toSorted(
    (a, b) => b.weight - a.weight || b.number - a.number,
  );
  return {
    ...{ name: "", metric: "", kind: "proportion", better: "higher", difference: "relative" },
    control: String(control?.number ?? ""),
    treatment: String(treatment?.number ?? ""),
    ...{ alpha: "0.05", plannedUnits: "", sharePercent: "50" },
    ...usualLimits(),
    stickyHeader: plan.stickyHeader ?? "",
  };
}

const weightOf = ({ plan }: Pick<Deployment, "plan">, revision: string): number =>
  plan.weights.find((one) => String(one.revision) === revision)?.weight ?? 0;

/** Whether both get some of the traffic already. */
export const isSplitAlready = (
  deployment: Pick<Deployment, "plan">,
  { control, treatment }: Pick<AbForm, "control" | "treatment">,
): boolean => weightOf(deployment, control) > 0 && weightOf(deployment, treatment) > 0;

/** Nothing is no number. */
const numberOf = (text: string): number =>
  text.trim() === "" ? Number.NaN : Number(text.trim().replace(",", "."));

const limitsOf = (form: AbForm) => ({
  error_rate: {
    relative: numberOf(form.moreErrorsPercent) / 100,
    absolute: numberOf(form.moreErrorsPoints) / 100,
  },
  p99_latency: {
    relative: numberOf(form.slowerPercent) / 100,
    absolute: numberOf(form.slowerMs),
  },
});

/** What the fields say, for the domain's schema. */
export function toStartInput(deployment: Deployment, form: AbForm) {
  const { name, control, treatment, metric, kind, better, difference, plannedUnits } = form;
  return {
    ...{ deployment: deployment.name, name, control, treatment },
    question: {
      ...{ metric, kind, better, difference, alpha: numberOf(form.alpha) },
      plannedUnits: plannedUnits.trim() === "" ? null : numberOf(plannedUnits),
    },
    limits: limitsOf(form),
    ...(isSplitAlready(deployment, form)
      ? {}
      : {
          split: {
            treatmentShare: Math.round((numberOf(form.sharePercent) * ALL_TRAFFIC) / 100),
            stickyHeader: form.stickyHeader.trim() === "" ? null : form.stickyHeader,
            trafficVersion: deployment.trafficVersion,
          },
        }),
  };
}
