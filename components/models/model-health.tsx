import { CalendarX2, CircleX, Clock, Siren } from "lucide-react";
import { Badge, type Tone } from "@/components/ui/badge";
import { formatPlural } from "@/lib/core/format";
import type { AttentionDto } from "@/lib/models/dto/overview";

interface Sign {
  text: string;
  tone: Tone;
  Icon: typeof Clock;
}

/** What is known against a model, the worst first. */
function signsOf(attention: AttentionDto): Sign[] {
  const { waiting, overdue, failing, renewals, followUps } = attention;
  const signs: (Sign & { count: number })[] = [
    { count: failing, text: "Failing gate", tone: "danger", Icon: CircleX },
    { count: renewals, text: "Re-approval due", tone: "danger", Icon: CalendarX2 },
    { count: followUps, text: "Follow-up open", tone: "warning", Icon: Siren },
    {
      count: waiting,
      text:
        overdue > 0
          ? `${formatPlural(waiting, "request")}, overdue`
          : formatPlural(waiting, "request"),
      tone: overdue > 0 ? "warning" : "info",
      Icon: Clock,
    },
  ];
  return signs.filter(({ count }) => count > 0);
}

/** What is known of a model. That nothing is known against it does not make it healthy: nobody watches it. */
export function ModelHealth({ attention }: { attention: AttentionDto }) {
  const signs = signsOf(attention);
  if (signs.length === 0) return <span className="text-muted">No monitor yet</span>;
  return (
    <span className="flex h-full items-center gap-1">
      {signs.map(({ text, tone, Icon }) => (
        <Badge key={text} tone={tone} icon={<Icon aria-hidden="true" />}>
          {text}
        </Badge>
      ))}
    </span>
  );
}
