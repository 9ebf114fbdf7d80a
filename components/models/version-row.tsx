"use client";
import type { ReactNode } from "react";
import { RunSwatch } from "@/components/runs/run-swatch";
import { useWorkspace } from "@/components/shell/workspace-context";
import { CellTime } from "@/components/tables/cell-time";
import { Link } from "@/components/ui/link";
import { formatNumber, NO_VALUE } from "@/lib/core/format";
import { routes } from "@/lib/core/routes";
import type { VersionItemDto } from "@/lib/models/dto/versions";
import { AliasBadge, StageBadge, StatusBadge } from "./version-badges";

interface VersionRowProps {
  name: string;
  version: VersionItemDto;
  metrics: readonly string[];
  menu: ReactNode;
}

const cell = "px-2.5 py-2 align-middle";
const missing = <span className="text-subtle">{NO_VALUE}</span>;

function Marks({ version: { stage, status, aliases } }: { version: VersionItemDto }) {
  if (stage === "None" && status === "READY" && aliases.length === 0) return missing;
  return (
    <span className="flex flex-wrap gap-1">
      <StatusBadge status={status} />
      <StageBadge stage={stage} />
      {aliases.map((alias) => (
        <AliasBadge key={alias} alias={alias} />
      ))}
    </span>
  );
}

function RunLink({ run }: { run: VersionItemDto["run"] }) {
  const { slug } = useWorkspace();
  if (!run) return missing;
  return (
    <Link
      href={routes.run(slug, run.uuid)}
      className="inline-flex max-w-44 items-center gap-2 hover:text-accent-fg hover:underline"
    >
      <RunSwatch color={run.color} />
      <span className="truncate">{run.name}</span>
    </Link>
  );
}

/** A version among the others of its model. */
export function VersionRow({ name, version, metrics, menu }: VersionRowProps) {
  const { slug } = useWorkspace();
  return (
    <tr className="group/version border-b last:border-b-0 hover:bg-hover">
      <th scope="row" className={`${cell} pl-4 text-left font-normal`}>
        <Link
          href={routes.modelVersion(slug, name, version.version)}
          className="whitespace-nowrap font-medium text-fg hover:text-accent-fg hover:underline"
        >
          {`Version ${version.version}`}
        </Link>
        {version.description === "" ? null : (
          <span className="block max-w-32 truncate text-muted text-xs">
            {version.description.replace(/\s+/g, " ").slice(0, 200)}
          </span>
        )}
      </th>
      <td className={cell}>
        <Marks version={version} />
      </td>
      <td className={cell}>
        <RunLink run={version.run} />
      </td>
      <td className={cell}>
        <span className="whitespace-nowrap">
          <CellTime at={version.creationTime} />
        </span>
        <span className="block max-w-28 truncate text-muted text-xs" title={version.owner}>
          {version.owner}
        </span>
      </td>
      {metrics.map((key) => {
        const value = version.metrics[key];
        return (
          <td key={key} className={`${cell} whitespace-nowrap text-right`}>
            {value === undefined ? missing : formatNumber(value)}
          </td>
        );
      })}
      {menu ? (
        <td
          className={`${cell} sticky right-0 bg-surface px-2 text-right group-hover/version:bg-hover`}
        >
          {menu}
        </td>
      ) : null}
    </tr>
  );
}
