import {
  CircleCheck,
  CircleDashed,
  CircleHelp,
  CircleX,
  type LucideIcon,
  ShieldOff,
  TriangleAlert,
} from "lucide-react";
import { Badge, type Tone } from "@/components/ui/badge";
import type { Verdict } from "@/lib/approvals/schema/requests";

const LOOKS: Readonly<Record<Verdict, { label: string; tone: Tone; Icon: LucideIcon }>> = {
  pass: { label: "Pass", tone: "success", Icon: CircleCheck },
  fail: { label: "Fail", tone: "danger", Icon: CircleX },
  warn: { label: "Warning", tone: "warning", Icon: TriangleAlert },
  inconclusive: { label: "Inconclusive", tone: "warning", Icon: CircleHelp },
  not_run: { label: "Not run", tone: "neutral", Icon: CircleDashed },
  waived: { label: "Waived", tone: "info", Icon: ShieldOff },
};

export const verdictLabel = (verdict: Verdict): string => LOOKS[verdict].label;

/** What a gate says, in a word with a sign. */
export function VerdictBadge({ verdict }: { verdict: Verdict }) {
  const { label, tone, Icon } = LOOKS[verdict];
  return (
    <Badge tone={tone} icon={<Icon aria-hidden="true" />}>
      {label}
    </Badge>
  );
}
