"use client";
import { useState } from "react";
import { useWorkspace } from "@/components/shell/workspace-context";
import { Badge, type Tone } from "@/components/ui/badge";
import { Button } from "@/components/ui/button";
import { Link } from "@/components/ui/link";
import { RelativeTime } from "@/components/ui/relative-time";
import { routes } from "@/lib/core/routes";
import type { DeploymentEventDto, EventKind } from "@/lib/deployments/dto/traffic";

/** Something that happened, to a deployment or beside it. */
interface ShownEvent
  extends Pick<DeploymentEventDto, "title" | "reason" | "by" | "at" | "request"> {
  kind: EventKind | "definition" | "incident" | "resolved";
  /** Number of the incident. */
  incident?: number | null;
}

const KINDS: Readonly<Record<ShownEvent["kind"], { tone: Tone; label: string }>> = {
  deployed: { tone: "success", label: "Deploy" },
  revision: { tone: "neutral", label: "Revision" },
  traffic: { tone: "neutral", label: "Traffic" },
  rollout: { tone: "info", label: "Rollout" },
  rollback: { tone: "warning", label: "Rollback" },
  rollout_paused: { tone: "warning", label: "Paused" },
  rollout_resumed: { tone: "info", label: "Goes on" },
  rollout_waiting: { tone: "warning", label: "Waits" },
  rollout_let_on: { tone: "success", label: "Let on" },
  rollout_stopped: { tone: "warning", label: "Stopped" },
  approved: { tone: "success", label: "Approval" },
  approval_ended: { tone: "warning", label: "Approval" },
  definition: { tone: "neutral", label: "Definition" },
  incident: { tone: "danger", label: "Incident" },
  resolved: { tone: "success", label: "Resolved" },
};

const SHOWN = 5;

function EventItem({ event, number }: { event: ShownEvent; number: number }) {
  const { slug } = useWorkspace();
  const { kind, title, reason, by, at, request, incident = null } = event;
  return (
    <li className="grid grid-cols-[1.75rem_minmax(0,1fr)] gap-x-2 px-4 py-2.5">
      <span className="text-right text-muted text-xs tabular-nums leading-5">{number}</span>
      <div className="grid gap-0.5">
        <div className="flex flex-wrap items-center gap-2 text-sm">
          <Badge tone={KINDS[kind].tone}>{KINDS[kind].label}</Badge>
          <span className="min-w-0 break-words">{title}</span>
          {request === null ? null : (
            <Link
              href={routes.approval(slug, request)}
              className="text-accent-fg text-xs hover:underline"
            >
              Request {request}
            </Link>
          )}
          {incident === null ? null : (
            <Link
              href={routes.incident(slug, incident)}
              className="text-accent-fg text-xs hover:underline"
            >
              Incident {incident}
            </Link>
          )}
        </div>
        <p className="break-words text-muted text-xs">
          {by ?? "Slipway"} · <RelativeTime at={at} />
          {reason === "" ? null : ` · ${reason}`}
        </p>
      </div>
    </li>
  );
}

/** What the numbers in the charts stand for, the newest first. */
export function TrafficEvents({ events }: { events: readonly ShownEvent[] }) {
  const [isWhole, setIsWhole] = useState(false);
  if (events.length === 0) return null;
  const shown = isWhole ? events : events.slice(0, SHOWN);
  return (
    <div className="border-t">
      <ol aria-label="What happened in this time" className="divide-y divide-line">
        {shown.map((event, index) => (
          <EventItem
            key={`${event.at} ${event.kind} ${event.title}`}
            event={event}
            number={events.length - index}
          />
        ))}
      </ol>
      {events.length > SHOWN ? (
        <div className="border-t px-4 py-2">
          <Button size="sm" variant="ghost" onClick={() => setIsWhole(!isWhole)}>
            {isWhole ? "Show fewer" : `Show all ${events.length}`}
          </Button>
        </div>
      ) : null}
    </div>
  );
}
