"use client";
import type { ReactNode } from "react";
import { useWorkspace } from "@/components/shell/workspace-context";
import { Card, CardBody, CardHeader } from "@/components/ui/card";
import { Link } from "@/components/ui/link";
import { RelativeTime } from "@/components/ui/relative-time";
import { routes } from "@/lib/core/routes";
import type { ModelActivityDto } from "@/lib/models/dto/overview";

const link = "text-accent-fg underline underline-offset-2";

const STATUS: Readonly<Record<string, string>> = {
  approved: "was approved",
  promoted: "was approved and applied",
  rejected: "was rejected",
  withdrawn: "was withdrawn",
  expired: "expired",
  failed: "could not be applied",
};

function Sentence({ name, event }: { name: string; event: ModelActivityDto }): ReactNode {
  const { slug } = useWorkspace();
  const version = (
    <Link href={routes.modelVersion(slug, name, event.version)} className={link}>
      {`Version ${event.version}`}
    </Link>
  );
  const request =
    event.request === null ? null : (
      <Link href={routes.approval(slug, event.request)} className={link}>
        {`Request #${event.request}`}
      </Link>
    );
  switch (event.kind) {
    case "registered":
      return (
        <>
          {version} was registered{event.person ? ` by ${event.person}` : ""}
        </>
      );
    case "arrived":
      return (
        <>
          {version} came to {event.place}
        </>
      );
    case "left":
      return (
        <>
          {version} left {event.place}
        </>
      );
    case "requested":
      return (
        <>
          {request} for {version} at {event.place}
          {event.person ? ` was opened by ${event.person}` : " was opened"}
        </>
      );
    default:
      return (
        <>
          {request} {STATUS[event.status] ?? "was decided"}
        </>
      );
  }
}

interface ActivityCardProps {
  name: string;
  activity: readonly ModelActivityDto[];
}

/** What happened to a model lately, newest first. */
export function ActivityCard({ name, activity }: ActivityCardProps) {
  return (
    <Card>
      <CardHeader title="Activity" />
      {activity.length === 0 ? (
        <CardBody className="py-3 text-muted text-sm">Nothing has happened yet.</CardBody>
      ) : (
        <ol className="py-1">
          {activity.map((event) => (
            <li
              key={`${event.kind} ${event.version} ${event.place} ${event.request} ${event.at}`}
              className="grid gap-0.5 px-4 py-1.5 text-sm"
            >
              <span className="break-words">
                <Sentence name={name} event={event} />
              </span>
              <span className="text-muted text-xs">
                <RelativeTime at={event.at} />
              </span>
            </li>
          ))}
        </ol>
      )}
    </Card>
  );
}
