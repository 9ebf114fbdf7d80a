import { Card, CardHeader } from "@/components/ui/card";
import { RelativeTime } from "@/components/ui/relative-time";
import { PageLinks } from "@/components/workspaces/page-links";
import type { ApprovalEventDto } from "@/lib/approvals/dto/shapes";

interface TimelineProps {
  events: readonly ApprovalEventDto[];
  next?: string | undefined;
}

/** What happened to a request, oldest first. */
export function RequestTimeline({ events, next }: TimelineProps) {
  return (
    <Card>
      <CardHeader title="Timeline" description="Oldest first" />
      <ol aria-label="Timeline" className="grid gap-0 px-4 py-3">
        {events.map((event) => (
          <li
            key={event.id}
            className="relative grid gap-0.5 border-l border-line-strong pb-3 pl-4 text-sm last:pb-0"
          >
            <span
              aria-hidden="true"
              className="absolute top-1.5 -left-[3.5px] size-1.5 rounded-full bg-muted"
            />
            <span className="break-words">{event.text}</span>
            <span className="break-all text-muted text-xs">
              {event.actor} <RelativeTime at={event.at} />
            </span>
          </li>
        ))}
      </ol>
      <div className="px-4 pb-3 empty:hidden">
        <PageLinks next={next} />
      </div>
    </Card>
  );
}
