import { Card, CardHeader } from "@/components/ui/card";
import { Link } from "@/components/ui/link";
import { LinkButton } from "@/components/ui/link-button";
import { RelativeTime } from "@/components/ui/relative-time";
import { ScrollArea } from "@/components/ui/scroll-area";
import { formatCount } from "@/lib/core/format";
import { routes } from "@/lib/core/routes";
import type { RelativesDto } from "@/lib/runs/dto/runs";
import { RunDuration } from "./run-duration";
import { RunStateBadge } from "./run-state-badge";
import { RunSwatch } from "./run-swatch";

interface RunFamilyProps {
  workspace: string;
  relatives: RelativesDto;
  /** As many of the children as can be compared. */
  comparable: readonly string[];
}

/** The runs that belong to this one: trials of a sweep, folds of a validation. */
export function RunFamily({ workspace, relatives, comparable }: RunFamilyProps) {
  const { children, hasMoreChildren } = relatives;
  if (children.length === 0) return null;
  const count = `${formatCount(children.length)}${hasMoreChildren ? " newest" : ""}`;
  return (
    <Card>
      <CardHeader
        title={`Child runs (${count})`}
        actions={
          comparable.length > 1 ? (
            <LinkButton size="sm" href={routes.compare(workspace, comparable)}>
              Compare {comparable.length}
            </LinkButton>
          ) : null
        }
      />
      <ScrollArea label="Child runs" className="max-h-80">
        <ul>
          {children.map((run) => (
            <li
              key={run.uuid}
              className="flex items-center gap-3 border-b px-4 py-1.5 text-sm last:border-0"
            >
              <RunSwatch color={run.color} />
              <Link
                href={routes.run(workspace, run.uuid)}
                className="min-w-0 grow truncate rounded-xs hover:text-accent-fg hover:underline"
              >
                {run.name}
              </Link>
              <span className="whitespace-nowrap text-muted text-xs max-sm:hidden">
                <RunDuration
                  status={run.status}
                  startTime={run.startTime}
                  endTime={run.endTime}
                  lastActivityAt={run.lastActivityAt}
                />
              </span>
              <RelativeTime at={run.startTime} className="text-muted text-xs max-sm:hidden" />
              <RunStateBadge status={run.status} lastActivityAt={run.lastActivityAt} />
            </li>
          ))}
        </ul>
      </ScrollArea>
    </Card>
  );
}
