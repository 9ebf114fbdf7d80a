import { Card, CardBody, CardHeader } from "@/components/ui/card";
import { RelativeTime } from "@/components/ui/relative-time";
import type { ApprovalEventDto } from "@/lib/approvals/dto/shapes";

/** What happened to a request, oldest first. */
export function RequestTimeline({ events }: { events: readonly ApprovalEventDto[] }) {
  return (
    <Card>
      <CardHeader title="History" />
      <CardBody>
        <ol className="grid gap-3">
          {events.map((event) => (
            <li key={event.id} className="grid gap-0.5 text-sm">
              <span className="break-words">{event.text}</span>
              <span className="text-muted text-xs">
                {event.actor} <RelativeTime at={event.at} />
              </span>
            </li>
          ))}
        </ol>
      </CardBody>
    </Card>
  );
}
