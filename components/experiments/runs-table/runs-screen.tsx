"use client";
import { PageHeader } from "@/components/shell/page-header";
import { routes } from "@/lib/core/routes";
import { RunsGrid } from "./runs-grid";
import { type RunTableProps, useRunTable } from "./use-run-table";

export function RunsScreen(props: RunTableProps) {
  const table = useRunTable(props);
  return (
    <>
      <PageHeader
        crumbs={[{ label: "Experiments", href: routes.experiments(table.workspace) }]}
        title={props.experiment.name}
      />
      <div className="relative flex min-h-0 grow flex-col">
        <RunsGrid table={table} />
      </div>
    </>
  );
}
