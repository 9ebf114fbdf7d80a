import { Gauge } from "lucide-react";
import { Badge, type Tone } from "@/components/ui/badge";
import type { RiskTier } from "@/lib/models/schema";

const TIERS = {
  low: { label: "Low", tone: "neutral" },
  medium: { label: "Medium", tone: "info" },
  high: { label: "High", tone: "warning" },
  critical: { label: "Critical", tone: "danger" },
} as const satisfies Record<RiskTier, { label: string; tone: Tone }>;

/** How much depends on a model. */
export function RiskBadge({ tier }: { tier: RiskTier }) {
  const { label, tone } = TIERS[tier];
  return (
    <Badge tone={tone} icon={<Gauge aria-hidden="true" />}>
      {label}
    </Badge>
  );
}
