import { CellOwner, CellTags, CellText, missingCell } from "@/components/tables/cell-kinds";
import { CellTime } from "@/components/tables/cell-time";
import type { GridColumn } from "@/components/tables/grid-column";
import { Link } from "@/components/ui/link";
import { formatCount } from "@/lib/core/format";
import { routes } from "@/lib/core/routes";
import type { ModelItemDto } from "@/lib/models/dto/overview";
import { ModelHealth } from "./model-health";
import { RiskBadge } from "./risk-badge";
import { AliasBadge, ServingStageBadge } from "./version-badges";

type Column = GridColumn<ModelItemDto>;

const linkStyles = "font-medium text-fg hover:text-accent-fg hover:underline";

function Places({ workspace, model }: { workspace: string; model: ModelItemDto }) {
  if (model.places.length === 0) return missingCell;
  return (
    <span className="flex h-full items-center gap-1">
      {model.places.map(({ kind, value, version }) => (
        <Link
          key={`${kind} ${value} ${version}`}
          href={routes.modelVersion(workspace, model.name, version)}
          tabIndex={-1}
          className="inline-flex max-w-40 shrink-0"
        >
          {kind === "alias" ? (
            <AliasBadge alias={value} version={version} />
          ) : (
            <ServingStageBadge stage={value} version={version} />
          )}
        </Link>
      ))}
    </span>
  );
}

export function modelColumns(workspace: string): readonly Column[] {
  return [
    {
      id: "name",
      label: "Name",
      width: 260,
      minWidth: 140,
      isFixed: true,
      isSortable: true,
      render: ({ name }) => (
        <Link
          href={routes.model(workspace, name)}
          tabIndex={-1}
          title={name}
          className={linkStyles}
        >
          {name}
        </Link>
      ),
    },
    {
      id: "latest",
      label: "Latest version",
      width: 120,
      render: ({ name, latestVersion }) =>
        latestVersion === null ? (
          missingCell
        ) : (
          <Link
            href={routes.modelVersion(workspace, name, latestVersion)}
            tabIndex={-1}
            className={linkStyles}
          >
            {`Version ${latestVersion}`}
          </Link>
        ),
    },
    {
      id: "versions",
      label: "Versions",
      width: 96,
      align: "end",
      isSortable: true,
      render: ({ versionCount }) => formatCount(versionCount),
    },
    {
      id: "places",
      label: "Serves",
      width: 260,
      render: (model) => <Places workspace={workspace} model={model} />,
    },
    {
      id: "risk",
      label: "Risk tier",
      width: 104,
      isSortable: true,
      render: ({ riskTier }) => (
        <span className="flex h-full items-center">
          <RiskBadge tier={riskTier} />
        </span>
      ),
    },
    {
      id: "health",
      label: "Health",
      width: 210,
      render: ({ attention }) => <ModelHealth attention={attention} />,
    },
    {
      id: "updated",
      label: "Last change",
      width: 128,
      isSortable: true,
      render: ({ lastUpdateTime }) => <CellTime at={lastUpdateTime} />,
    },
    {
      id: "owner",
      label: "Owner",
      width: 200,
      isSortable: true,
      render: ({ owner }) => <CellOwner owner={owner} />,
    },
    { id: "tags", label: "Tags", width: 240, render: ({ tags }) => <CellTags tags={tags} /> },
    {
      id: "description",
      label: "Description",
      width: 280,
      render: ({ description }) => <CellText text={description} />,
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
