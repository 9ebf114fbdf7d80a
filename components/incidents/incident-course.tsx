import { Card, CardHeader } from "@/components/ui/card";
import { RelativeTime } from "@/components/ui/relative-time";
import { Timeline, TimelineItem } from "@/components/ui/timeline";
import { PageLinks } from "@/components/workspaces/page-links";
import type { IncidentEventDto } from "@/lib/incidents/dto/incidents";
import type { IncidentEventKind } from "@/lib/incidents/schema/incidents";
import { CourseLinks } from "./course-links";

const LABELS: Readonly<Record<IncidentEventKind, string>> = {
  opened: "Opened",
  signalled: "Another signal",
  recovered: "A signal is over",
  acknowledged: "Acknowledged",
  assigned: "Assigned",
  commented: "Comment",
  resolved: "Resolved",
  reopened: "Reopened",
  held_back: "Held back",
  escalated: "Escalated",
  acted: "Done about it",
  refused: "Not done",
  advanced: "Retraining goes on",
  failed: "Retraining failed",
  declined: "Rollout declined",
};

interface CourseProps {
  /** The newest first. */
  events: readonly IncidentEventDto[];
  next: string | undefined;
  workspace: string;
  /** Null where there is none any more. */
  deployment: string | null;
}

/** What became of an incident: by whom, when and in which words. */
export function IncidentCourse({ events, next, workspace, deployment }: CourseProps) {
  return (
    <Card>
      <CardHeader title="Course" description="Newest first" />
      <Timeline label="Course">
        {events.map(({ id, kind, note, about, actor, at }) => (
          <TimelineItem
            key={id}
            detail={
              <>
                {actor ?? "Slipway"} <RelativeTime at={at} />
              </>
            }
          >
            <span className="font-medium">{LABELS[kind]}</span>
            {note === "" ? null : (
              <p className="max-w-prose whitespace-pre-line break-words [overflow-wrap:anywhere]">
                {note}
              </p>
            )}
            <CourseLinks workspace={workspace} deployment={deployment} about={about} />
          </TimelineItem>
        ))}
      </Timeline>
      <div className="px-4 pb-3 empty:hidden">
        <PageLinks next={next} />
      </div>
    </Card>
  );
}
