import { CellOwner, CellTags, CellText, missingCell } from "@/components/tables/cell-kinds";
import { CellTime } from "@/components/tables/cell-time";
import type { GridColumn } from "@/components/tables/grid-column";
import { Link } from "@/components/ui/link";
import { formatCount } from "@/lib/core/format";
import { routes } from "@/lib/core/routes";
import type { ExperimentItemDto } from "@/lib/experiments/dto";

type Column = GridColumn<ExperimentItemDto>;

function Running({ count }: { count: number }) {
  if (count === 0) return missingCell;
  return (
    <span className="inline-flex items-center gap-1.5 text-info-fg">
      <span aria-hidden="true" className="size-2 animate-pulse-soft rounded-full bg-info-fg" />
      {formatCount(count)}
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
      render: ({ owner }) => <CellOwner owner={owner} />,
    },
    { id: "tags", label: "Tags", width: 240, render: ({ tags }) => <CellTags tags={tags} /> },
    {
      id: "note",
      label: "Notes",
      width: 280,
      render: ({ note }) => <CellText text={note} />,
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
