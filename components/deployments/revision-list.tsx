"use client";
import { Undo2 } from "lucide-react";
import { useWorkspace } from "@/components/shell/workspace-context";
import { Badge } from "@/components/ui/badge";
import { Button } from "@/components/ui/button";
import { Link } from "@/components/ui/link";
import { RelativeTime } from "@/components/ui/relative-time";
import { routes } from "@/lib/core/routes";
import type { RevisionDto } from "@/lib/deployments/dto/deployments";
import { formatShare } from "@/lib/deployments/rules/plans";
import { ALL_TRAFFIC } from "@/lib/deployments/schema/traffic";
import { ApprovalNotes } from "./approval-notes";
import { BACKEND_LABELS } from "./backend-form";
import { StateBadge } from "./deployment-badges";
import { servedTitle } from "./traffic-parts";

interface RevisionItemProps {
  revision: RevisionDto;
  /** Absent for who may not. */
  onRollBack?: ((revision: number) => void) | undefined;
}

function RevisionItem({ revision, onRollBack }: RevisionItemProps) {
  const { slug } = useWorkspace();
  const { number, model, version, weight, shadowShare, state, isGone } = revision;
  return (
    <li className="flex flex-wrap items-start gap-x-4 gap-y-2 px-4 py-3">
      <div className="grid min-w-0 grow basis-72 gap-1">
        <div className="flex flex-wrap items-center gap-2 text-sm">
          <span className="font-medium">Revision {number}</span>
          {isGone ? (
            <span className="text-muted line-through">{servedTitle(revision)}</span>
          ) : (
            <Link
              href={routes.modelVersion(slug, model, version)}
              className="break-words text-accent-fg hover:underline"
            >
              {servedTitle(revision)}
            </Link>
          )}
          <StateBadge status={state.status} />
          {weight > 0 ? <Badge tone="accent">{formatShare(weight)}</Badge> : null}
          {shadowShare > 0 ? <Badge>shadows {formatShare(shadowShare)}</Badge> : null}
        </div>
        <p className="break-words text-muted text-xs">
          {BACKEND_LABELS[revision.backend.kind].label} · {revision.createdBy} ·{" "}
          <RelativeTime at={revision.createdAt} />
          {revision.note === "" ? null : ` · ${revision.note}`}
          {isGone ? " · The version was deleted." : null}
        </p>
        {state.message === "" ? null : (
          <p className="break-words text-danger-fg text-xs">{state.message}</p>
        )}
        <ApprovalNotes revisions={[revision]} />
      </div>
      {onRollBack && !isGone && weight < ALL_TRAFFIC ? (
        <Button size="sm" onClick={() => onRollBack(number)}>
          <Undo2 aria-hidden="true" />
          Roll back to this
        </Button>
      ) : null}
    </li>
  );
}

interface RevisionListProps {
  revisions: readonly RevisionDto[];
  onRollBack?: ((revision: number) => void) | undefined;
}

export function RevisionList({ revisions, onRollBack }: RevisionListProps) {
  return (
    <ul className="divide-y divide-line">
      {revisions.map((revision) => (
        <RevisionItem key={revision.number} revision={revision} onRollBack={onRollBack} />
      ))}
    </ul>
  );
}
