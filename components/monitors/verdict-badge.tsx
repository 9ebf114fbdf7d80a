import { Activity, CircleCheck, CircleDashed, CirclePause } from "lucide-react";
import { Badge, type Tone } from "@/components/ui/badge";
import { VERDICT_WORDS } from "@/lib/monitors/rules/words";
import type { WindowVerdict } from "@/lib/monitors/schema/monitors";

const LOOKS: Readonly<Record<WindowVerdict, { tone: Tone; Icon: typeof CircleCheck }>> = {
  stable: { tone: "neutral", Icon: CircleCheck },
  drifted: { tone: "warning", Icon: Activity },
  too_few: { tone: "neutral", Icon: CircleDashed },
};

/** What a window said. */
export function VerdictBadge({ verdict }: { verdict: WindowVerdict }) {
  const { tone, Icon } = LOOKS[verdict];
  return (
    <Badge tone={tone} icon={<Icon aria-hidden="true" />}>
      {VERDICT_WORDS[verdict]}
    </Badge>
  );
}

export function PausedBadge() {
  return (
    <Badge tone="info" icon={<CirclePause aria-hidden="true" />}>
      Paused
    </Badge>
  );
}
