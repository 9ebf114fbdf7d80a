import { Badge, type Tone } from "@/components/ui/badge";
import { Card } from "@/components/ui/card";
import { RelativeTime } from "@/components/ui/relative-time";
import type { TrafficChangeDto } from "@/lib/deployments/dto/deployments";
import { describeWeights } from "@/lib/deployments/rules/plans";
import type { PlanOrigin } from "@/lib/deployments/schema/traffic";

const ORIGINS: Readonly<Record<PlanOrigin, { tone: Tone; label: string }>> = {
  person: { tone: "neutral", label: "Set" },
  rollout: { tone: "info", label: "Rollout" },
  rollback: { tone: "warning", label: "Rollback" },
};

/** Every plan that is or was in force, the newest first. */
export function TrafficHistory({ changes }: { changes: readonly TrafficChangeDto[] }) {
  return (
    <Card aria-label="Traffic plans">
      <ul className="divide-y divide-line">
        {changes.map(({ version, plan, isInForce, reason, origin, by, at }) => (
          <li key={version} className="grid gap-1 px-4 py-3">
            <div className="flex flex-wrap items-center gap-2 text-sm">
              <span className="font-medium">Plan {version}</span>
              <Badge tone={ORIGINS[origin].tone}>{ORIGINS[origin].label}</Badge>
              {isInForce ? <Badge tone="success">In force</Badge> : null}
              <span className="text-muted">{describeWeights(plan)}</span>
            </div>
            <p className="break-words text-muted text-xs">
              {by ?? "Slipway"} · <RelativeTime at={at} />
              {reason === "" ? null : ` · ${reason}`}
            </p>
          </li>
        ))}
      </ul>
    </Card>
  );
}
