import {
  Database,
  Flame,
  type LucideIcon,
  Package,
  Satellite,
  Signature,
  Split,
  Terminal,
  TrendingUp,
} from "lucide-react";
import { Card, CardHeader } from "@/components/ui/card";
import { Link } from "@/components/ui/link";
import { RelativeTime } from "@/components/ui/relative-time";
import { Timeline, TimelineItem } from "@/components/ui/timeline";
import type { ChangeDto, ChangeKind, ChangesDto } from "@/lib/incidents/dto/changes";

const KINDS: Readonly<Record<ChangeKind, { label: string; Icon: LucideIcon }>> = {
  revision: { label: "Deploy", Icon: Satellite },
  traffic: { label: "Traffic", Icon: Split },
  rollout: { label: "Rollout", Icon: TrendingUp },
  version: { label: "Model version", Icon: Package },
  approval: { label: "Approval", Icon: Signature },
  dataset: { label: "Dataset version", Icon: Database },
  job: { label: "Job", Icon: Terminal },
  signal: { label: "Fired", Icon: Flame },
};

function Change({ change: { kind, at, title, detail, page } }: { change: ChangeDto }) {
  const { label, Icon } = KINDS[kind];
  return (
    <TimelineItem
      detail={
        <>
          {label} <RelativeTime at={at} />
          {detail === "" ? null : ` · ${detail}`}
        </>
      }
    >
      <span className="flex min-w-0 items-start gap-2">
        <Icon
          aria-hidden="true"
          className={`mt-0.5 size-4 shrink-0 ${kind === "signal" ? "text-danger-fg" : "text-muted"}`}
        />
        {page === null ? (
          <span className="min-w-0 break-words [overflow-wrap:anywhere]">{title}</span>
        ) : (
          <Link
            href={page}
            className="min-w-0 break-words text-accent-fg underline underline-offset-3 [overflow-wrap:anywhere]"
          >
            {title}
          </Link>
        )}
      </span>
    </TimelineItem>
  );
}

/** What changed around an incident, in one line of time with what fired. */
export function IncidentChanges({ changes }: { changes: ChangesDto }) {
  const { items, isCutOff } = changes;
  return (
    <Card aria-label="Changes around it">
      <CardHeader
        title="Changes around it"
        description="From two days before it to its end, the newest first: deploys, rollouts, approvals, data and jobs of its deployment and its models, beside what fired."
      />
      <Timeline label="Changes around it">
        {items.map((change) => (
          <Change key={`${change.kind} ${change.at} ${change.title}`} change={change} />
        ))}
      </Timeline>
      {isCutOff ? (
        <p className="px-4 pb-3 text-muted text-xs">There is more: the newest are listed.</p>
      ) : null}
    </Card>
  );
}
