"use client";
import { ArchiveRestore, Copy, Ellipsis, Pencil, Trash2 } from "lucide-react";
import { useRouter } from "next/navigation";
import { useState } from "react";
import { ExperimentNotes } from "@/components/experiments/experiment-notes";
import { ExperimentTags } from "@/components/experiments/experiment-tags";
import { RenameExperimentDialog } from "@/components/experiments/rename-experiment-dialog";
import { useExperimentCommands } from "@/components/experiments/use-experiment-commands";
import { PageHeader } from "@/components/shell/page-header";
import { useCan } from "@/components/shell/workspace-context";
import { Badge } from "@/components/ui/badge";
import {
  DropdownMenu,
  DropdownMenuContent,
  DropdownMenuItem,
  DropdownMenuSeparator,
  DropdownMenuTrigger,
} from "@/components/ui/dropdown-menu";
import { IconButton } from "@/components/ui/icon-button";
import { toast } from "@/components/ui/toast";
import { ToggleGroup } from "@/components/ui/toggle-group";
import { useHotkeys } from "@/components/ui/use-hotkeys";
import { routes } from "@/lib/core/routes";
import type { RunTable } from "./use-run-table";

const PANES = [
  { value: "table", label: "Table" },
  { value: "charts", label: "Charts" },
] as const;

function PaneSwitch({ table }: { table: RunTable }) {
  const { state, setState } = table;
  const show = (pane: "table" | "charts") => void setState({ pane });
  useHotkeys("Runs", [
    { keys: "1", label: "Table", run: () => show("table") },
    { keys: "2", label: "Charts beside the table", run: () => show("charts") },
    {
      keys: "mod+j",
      label: "Switch between table and charts",
      run: () => show(state.pane === "table" ? "charts" : "table"),
    },
  ]);
  return <ToggleGroup label="What is shown" options={PANES} value={state.pane} onChange={show} />;
}

function useChanges({ experiment, workspace }: RunTable) {
  const router = useRouter();
  const commands = useExperimentCommands();
  return {
    refresh: () => router.refresh(),
    remove: async () => {
      await commands.remove([experiment]);
      router.push(routes.experiments(workspace));
    },
    restore: async () => {
      await commands.restore([experiment]);
      router.refresh();
    },
    copyId: async () => {
      try {
        await navigator.clipboard.writeText(String(experiment.id));
        toast("Experiment id copied", { tone: "success" });
      } catch {
        toast(`The browser refused to copy. The id is ${experiment.id}.`, { tone: "danger" });
      }
    },
  };
}

interface MenuProps {
  table: RunTable;
  changes: ReturnType<typeof useChanges>;
  rename: () => void;
}

function ExperimentMenu({ table, changes, rename }: MenuProps) {
  const mayWrite = useCan("experiment:write");
  const { isDeleted } = table.experiment;
  return (
    <DropdownMenu>
      <DropdownMenuTrigger asChild>
        <IconButton label="Experiment actions">
          <Ellipsis aria-hidden="true" />
        </IconButton>
      </DropdownMenuTrigger>
      <DropdownMenuContent align="end">
        {mayWrite && !isDeleted ? (
          <DropdownMenuItem icon={<Pencil aria-hidden="true" />} onSelect={rename}>
            Rename…
          </DropdownMenuItem>
        ) : null}
        <DropdownMenuItem icon={<Copy aria-hidden="true" />} onSelect={() => void changes.copyId()}>
          Copy experiment id
        </DropdownMenuItem>
        {mayWrite ? <DropdownMenuSeparator /> : null}
        {mayWrite && !isDeleted ? (
          <DropdownMenuItem
            icon={<Trash2 aria-hidden="true" />}
            tone="danger"
            onSelect={() => void changes.remove()}
          >
            Delete experiment
          </DropdownMenuItem>
        ) : null}
        {mayWrite && isDeleted ? (
          <DropdownMenuItem
            icon={<ArchiveRestore aria-hidden="true" />}
            onSelect={() => void changes.restore()}
          >
            Restore experiment
          </DropdownMenuItem>
        ) : null}
      </DropdownMenuContent>
    </DropdownMenu>
  );
}

/** The experiment's name, its notes, and what can be done with it. */
export function ExperimentHeader({ table }: { table: RunTable }) {
  const { experiment, workspace } = table;
  const changes = useChanges(table);
  const [isRenaming, setIsRenaming] = useState(false);
  return (
    <>
      <PageHeader
        crumbs={[{ label: "Experiments", href: routes.experiments(workspace) }]}
        title={experiment.name}
        meta={experiment.isDeleted ? <Badge tone="warning">Deleted</Badge> : null}
        actions={
          <>
            <ExperimentTags experiment={experiment} />
            <ExperimentNotes experiment={experiment} />
            <PaneSwitch table={table} />
            <ExperimentMenu table={table} changes={changes} rename={() => setIsRenaming(true)} />
          </>
        }
      />
      <RenameExperimentDialog
        experiment={isRenaming ? experiment : null}
        onClose={() => setIsRenaming(false)}
        onRenamed={changes.refresh}
      />
    </>
  );
}
