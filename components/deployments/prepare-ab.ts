import type { LineSeries } from "@/components/charts/prepare-lines";
import type { AbTestDto } from "@/lib/deployments/dto/ab-tests";
import { effectUnit } from "@/lib/deployments/rules/ab-words";
import { revisionColor } from "./prepare-traffic";

const DASHED = 1;
/** A band that is so many times as wide as the last one would hide how it narrows. */
const MAX_WIDTHS = 8;

type Test = Pick<AbTestDto, "looks" | "question" | "control" | "treatment">;

export interface EffectChart {
  lines: LineSeries[];
  title: string;
  /** Looks that are left out at the beginning. */
  hidden: number;
}

/** The effect with its band over time, and the line of no difference. */
export function effectChart({ looks, question, control, treatment }: Test): EffectChart {
  const { factor, unit } = effectUnit(question);
  const last = looks.at(-1);
  const widest = last ? (last.upper - last.lower) * MAX_WIDTHS : 0;
  const first = looks.findIndex(({ lower, upper }) => upper - lower <= widest);
  const shown = looks.slice(Math.max(0, first));
  const x = shown.map(({ at }) => at);
  const zeros = x.map(() => 0);
  const effect = `r${treatment.revision} against r${control.revision}`;
  return {
    title: `Difference, ${unit}`,
    hidden: looks.length - shown.length,
    lines: [
      {
        ...{ id: effect, label: effect, color: revisionColor(treatment.revision), dash: 0, x },
        y: shown.map(({ estimate }) => estimate * factor),
        min: shown.map(({ lower }) => lower * factor),
        max: shown.map(({ upper }) => upper * factor),
      },
      {
        ...{ id: "zero", label: "No difference", color: revisionColor(control.revision) },
        ...{ dash: DASHED, x, y: zeros, min: zeros, max: zeros },
      },
    ],
  };
}
