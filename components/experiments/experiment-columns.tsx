import Link from "next/link";
import { CellTime } from "@/components/tables/cell-time";
import type { GridColumn } from "@/components/tables/grid-column";
import { Avatar } from "@/components/ui/avatar";
import { Badge } from "@/components/ui/badge";
import { formatCount, NO_VALUE } from "@/lib/core/format";
import { routes } from "@/lib/core/routes";
import type { ExperimentItemDto } from "@/lib/experiments/dto";

type Column = GridColumn<ExperimentItemDto>;

/** Columns that the list can be ordered by, and by which name. */

const missing = <span className="text-subtle">{NO_VALUE}</span>;

function Running({ count }: { count: number }) {
  if (count === 0) return missing;
  return (
    <span className="inline-flex items-center gap-1.5 text-info-fg">
      <span aria-hidden="true" className="size-2 animate-pulse-soft rounded-full bg-info-fg" />
      {formatCount(count)}
    </span>
  );
}

function Tags({ tags }: { tags: ExperimentItemDto["tags"] }) {
  if (tags.length === 0) return missing;
  return (
    <span className="flex h-full items-center gap-1">
      {tags.map(({ key, value }) => (
        <Badge key={key} className="max-w-48 shrink-0">
          {value === "" ? key : `${key}: ${value}`}
        </Badge>
      ))}
    </span>
  );
}

export function experimentColumns(workspace: string): readonly Column[] {
  return [
    {
      id: "name",
      label: "Name",
      width: 280,
      minWidth: 140,
      isFixed: true,
      isSortable: true,
      render: ({ id, name }) => (
        <Link
          href={routes.experiment(workspace, String(id))}
          prefetch={false}
          tabIndex={-1}
          title={name}
          className="font-medium text-fg hover:text-accent-fg hover:underline"
        >
          {name}
        </Link>
      ),
    },
    {
      id: "runs",
      label: "Runs",
      width: 88,
      align: "end",
      render: ({ runCount, isRunCountExact }) =>
        `${formatCount(runCount)}${isRunCountExact ? "" : "+"}`,
    },
    {
      id: "running",
      label: "Running",
      width: 88,
      align: "end",
      render: ({ runningCount }) => <Running count={runningCount} />,
    },
    {
      id: "activity",
      label: "Last activity",
      width: 128,
      isSortable: true,
      render: ({ lastActivityAt }) => <CellTime at={lastActivityAt} />,
    },
    {
      id: "owner",
      label: "Owner",
      width: 200,
      render: ({ owner }) =>
        owner === "" ? (
          missing
        ) : (
          <span className="flex h-full items-center gap-2 leading-5">
            <Avatar name={owner} size="sm" />
            <span className="truncate">{owner}</span>
          </span>
        ),
    },
    { id: "tags", label: "Tags", width: 240, render: ({ tags }) => <Tags tags={tags} /> },
    {
      id: "note",
      label: "Notes",
      width: 280,
      render: ({ note }) =>
        note === "" ? missing : <span className="text-muted">{note.replace(/\s+/g, " ")}</span>,
    },
    {
      id: "created",
      label: "Created",
      width: 128,
      isSortable: true,
      render: ({ creationTime }) => <CellTime at={creationTime} />,
    },
  ];
}
