import type { LucideIcon } from "lucide-react";
import { Badge, type Tone } from "@/components/ui/badge";

/** How a state is told: in a word, with a colour and a sign. */
export interface Look {
  label: string;
  tone: Tone;
  Icon: LucideIcon;
}

export function LookBadge({ look: { label, tone, Icon } }: { look: Look }) {
  return (
    <Badge tone={tone} icon={<Icon aria-hidden="true" />}>
      {label}
    </Badge>
  );
}
