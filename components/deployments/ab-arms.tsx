import { formatCount } from "@/lib/core/format";
import type { AbTestDto, ArmDto } from "@/lib/deployments/dto/ab-tests";
import { formatMean } from "@/lib/deployments/rules/ab-words";
import { formatShare } from "@/lib/deployments/rules/plans";

interface BarProps {
  label: string;
  value: number;
  most: number;
  text: string;
}

function Bar({ label, value, most, text }: BarProps) {
  const share = most > 0 ? Math.abs(value) / most : 0;
  return (
    <div className="grid grid-cols-[4rem_minmax(0,1fr)_6rem] items-center gap-2 text-sm">
      <span className="text-muted text-xs">{label}</span>
      <span aria-hidden="true" className="h-2 overflow-hidden rounded-full bg-sunken">
        <span className="block h-full bg-accent" style={{ width: `${share * 100}%` }} />
      </span>
      <span className="text-right tabular-nums">{text}</span>
    </div>
  );
}

/** Units and mean of both arms, side by side. */
export function AbArms({ test }: { test: AbTestDto }) {
  const { control, treatment, question, weights } = test;
  const arms: readonly { name: string; arm: ArmDto; weight: number }[] = [
    { name: "Control", arm: control, weight: weights[0] },
    { name: "Treatment", arm: treatment, weight: weights[1] },
  ];
  const mostUnits = Math.max(control.n, treatment.n);
  const mostMean = Math.max(...arms.map(({ arm }) => Math.abs(arm.mean ?? 0)));
  return (
    <ul aria-label="Arms" className="grid gap-3">
      {arms.map(({ name, arm, weight }) => (
        <li key={name} className="grid gap-1">
          <p className="text-sm">
            <span className="font-medium">{name}</span>{" "}
            <span className="text-muted">
              revision {arm.revision}, {formatShare(weight)} of the traffic
            </span>
          </p>
          <Bar label="Units" value={arm.n} most={mostUnits} text={formatCount(arm.n)} />
          <Bar
            label="Mean"
            value={arm.mean ?? 0}
            most={mostMean}
            text={formatMean(arm.mean, question)}
          />
        </li>
      ))}
    </ul>
  );
}
