import { Card, CardHeader } from "@/components/ui/card";
import { RelativeTime } from "@/components/ui/relative-time";
import { Timeline, TimelineItem } from "@/components/ui/timeline";
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
      <Timeline label="Timeline">
        {events.map((event) => (
          <TimelineItem
            key={event.id}
            detail={
              <>
                {event.actor} <RelativeTime at={event.at} />
              </>
            }
          >
            <span className="break-words">{event.text}</span>
          </TimelineItem>
        ))}
      </Timeline>
      <div className="px-4 pb-3 empty:hidden">
        <PageLinks next={next} />
      </div>
    </Card>
  );
}
