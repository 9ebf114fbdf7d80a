"use client";
import { ArchiveRestore, FolderOpen, ListFilter, Pencil, Trash2 } from "lucide-react";
import { DropdownMenuItem, DropdownMenuSeparator } from "@/components/ui/dropdown-menu";
import type { ExperimentItemDto } from "@/lib/experiments/dto";

export interface ExperimentMenuActions {
  open: (experiment: ExperimentItemDto) => void;
  rename: (experiment: ExperimentItemDto) => void;
  remove: (experiment: ExperimentItemDto) => void;
  restore: (experiment: ExperimentItemDto) => void;
  filterByOwner: (owner: string) => void;
  filterByTag: (tag: string) => void;
}

interface ExperimentMenuItemsProps {
  experiment: ExperimentItemDto;
  columnId: string;
  canWrite: boolean;
  actions: ExperimentMenuActions;
}

const asTag = ({ key, value }: { key: string; value: string }) =>
  value === "" ? key : `${key}=${value}`;

/** What the cell's own value offers. */
function CellItems({ experiment, columnId, actions }: ExperimentMenuItemsProps) {
  if (columnId === "owner" && experiment.owner !== "")
    return (
      <DropdownMenuItem
        icon={<ListFilter aria-hidden="true" />}
        onSelect={() => actions.filterByOwner(experiment.owner)}
      >
        {`Only of ${experiment.owner}`}
      </DropdownMenuItem>
    );
  if (columnId !== "tags") return null;
  return experiment.tags.map((tag) => (
    <DropdownMenuItem
      key={tag.key}
      icon={<ListFilter aria-hidden="true" />}
      onSelect={() => actions.filterByTag(asTag(tag))}
    >
      {`Only with ${asTag(tag)}`}
    </DropdownMenuItem>
  ));
}

export function ExperimentMenuItems(props: ExperimentMenuItemsProps) {
  const { experiment, canWrite, actions } = props;
  return (
    <>
      <CellItems {...props} />
      <DropdownMenuItem
        icon={<FolderOpen aria-hidden="true" />}
        hotkey="enter"
        onSelect={() => actions.open(experiment)}
      >
        Open
      </DropdownMenuItem>
      {canWrite && !experiment.isDeleted ? (
        <>
          <DropdownMenuItem
            icon={<Pencil aria-hidden="true" />}
            onSelect={() => actions.rename(experiment)}
          >
            Rename…
          </DropdownMenuItem>
          <DropdownMenuSeparator />
          <DropdownMenuItem
            icon={<Trash2 aria-hidden="true" />}
            tone="danger"
            onSelect={() => actions.remove(experiment)}
          >
            Delete
          </DropdownMenuItem>
        </>
      ) : null}
      {canWrite && experiment.isDeleted ? (
        <DropdownMenuItem
          icon={<ArchiveRestore aria-hidden="true" />}
          onSelect={() => actions.restore(experiment)}
        >
          Restore
        </DropdownMenuItem>
      ) : null}
    </>
  );
}
