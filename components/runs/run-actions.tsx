"use client";
import {
  Copy,
  Ellipsis,
  GitCompareArrows,
  Pencil,
  RotateCcw,
  Trash2,
  Workflow,
} from "lucide-react";
import { useRouter } from "next/navigation";
import { useState } from "react";
import { useCan } from "@/components/shell/workspace-context";
import { Button } from "@/components/ui/button";
import {
  DropdownMenu,
  DropdownMenuContent,
  DropdownMenuItem,
  DropdownMenuSeparator,
  DropdownMenuTrigger,
} from "@/components/ui/dropdown-menu";
import { IconButton } from "@/components/ui/icon-button";
import { LinkButton } from "@/components/ui/link-button";
import { toast } from "@/components/ui/toast";
import { useHotkeys } from "@/components/ui/use-hotkeys";
import { routes } from "@/lib/core/routes";
import { deleteRunsAction, restoreRunsAction } from "@/lib/runs/actions/lifecycle";
import { RenameRunDialog } from "./rename-run-dialog";

interface RunActionsProps {
  workspace: string;
  run: { uuid: string; name: string; isDeleted: boolean };
  /** The run and those to compare it with: its children, or its siblings. */
  comparable: readonly string[];
}

/** What can be done with a run, in the header of its page. */
export function RunActions({ workspace, run, comparable }: RunActionsProps) {
  const mayWrite = useCan("run:write");
  const router = useRouter();
  const [isRenaming, setIsRenaming] = useState(false);
  const input = { workspace, uuids: [run.uuid] };
  const restore = async () => {
    const result = await restoreRunsAction(input);
    if (result.ok) toast(`Restored “${run.name}”`, { tone: "success" });
    else toast(result.error.message, { tone: "danger" });
    router.refresh();
  };
  const remove = async () => {
    const result = await deleteRunsAction(input);
    if (result.ok) toast(`Deleted “${run.name}”`, { undo: restore });
    else toast(result.error.message, { tone: "danger" });
    router.refresh();
  };
  const copyId = async () => {
    try {
      await navigator.clipboard.writeText(run.uuid);
      toast("Run id copied", { tone: "success" });
    } catch {
      toast("The browser refused to copy. Select the id on the page and copy it by hand.", {
        tone: "danger",
      });
    }
  };
  useHotkeys("Run", [
    ...(mayWrite && !run.isDeleted
      ? [{ keys: "r", label: "Rename run", run: () => setIsRenaming(true) }]
      : []),
  ]);
  return (
    <>
      {comparable.length > 1 ? (
        <LinkButton href={routes.compare(workspace, comparable)}>
          <GitCompareArrows aria-hidden="true" />
          Compare {comparable.length} runs
        </LinkButton>
      ) : null}
      <LinkButton href={routes.lineage(workspace, { node: `run:${run.uuid}` })}>
        <Workflow aria-hidden="true" />
        Lineage
      </LinkButton>
      {run.isDeleted && mayWrite ? (
        <Button variant="primary" onClick={() => void restore()}>
          <RotateCcw aria-hidden="true" />
          Restore
        </Button>
      ) : null}
      <DropdownMenu>
        <DropdownMenuTrigger asChild>
          <IconButton label="More actions">
            <Ellipsis aria-hidden="true" />
          </IconButton>
        </DropdownMenuTrigger>
        <DropdownMenuContent align="end">
          {mayWrite && !run.isDeleted ? (
            <DropdownMenuItem
              icon={<Pencil aria-hidden="true" />}
              hotkey="r"
              onSelect={() => setIsRenaming(true)}
            >
              Rename
            </DropdownMenuItem>
          ) : null}
          <DropdownMenuItem icon={<Copy aria-hidden="true" />} onSelect={() => void copyId()}>
            Copy run id
          </DropdownMenuItem>
          {mayWrite && !run.isDeleted ? (
            <>
              <DropdownMenuSeparator />
              <DropdownMenuItem
                tone="danger"
                icon={<Trash2 aria-hidden="true" />}
                onSelect={() => void remove()}
              >
                Delete
              </DropdownMenuItem>
            </>
          ) : null}
        </DropdownMenuContent>
      </DropdownMenu>
      <RenameRunDialog
        workspace={workspace}
        run={run}
        isOpen={isRenaming}
        onClose={() => setIsRenaming(false)}
      />
    </>
  );
}
