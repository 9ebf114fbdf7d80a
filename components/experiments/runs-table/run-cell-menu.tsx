"use client";
import {
  Bookmark,
  Copy,
  ExternalLink,
  FilterX,
  ListFilter,
  PanelRightOpen,
  RotateCcw,
  Tags,
  Trash2,
} from "lucide-react";
import { addCondition, type FilterRule } from "@/components/experiments/filter/filter-tree";
import { useCan } from "@/components/shell/workspace-context";
import { DropdownMenuItem, DropdownMenuSeparator } from "@/components/ui/dropdown-menu";
import { toast } from "@/components/ui/toast";
import { cellFilters, cellText } from "./cell-filters";
import type { TableRun } from "./run-store";
import type { RunCommands } from "./use-run-commands";
import type { RunTable } from "./use-run-table";

interface RunCellMenuProps {
  row: TableRun;
  columnId: string;
  table: RunTable;
  commands: RunCommands;
  open: (row: TableRun) => void;
  peek: (uuid: string) => void;
  tag: (row: TableRun) => void;
}

async function copy(text: string): Promise<void> {
  try {
    await navigator.clipboard.writeText(text);
    toast("Copied", { tone: "success" });
  } catch {
    toast("The browser refused to copy. Open the run and copy it there.", { tone: "danger" });
  }
}

const EXCLUDING: readonly FilterRule["operator"][] = ["!=", "IS NOT NULL"];

/** What a cell's value offers, then what its run does. */
export function RunCellMenu(props: RunCellMenuProps) {
  const { row, columnId, table, commands, open, peek, tag } = props;
  const mayWrite = useCan("run:write");
  const filters = cellFilters(row, columnId);
  const text = cellText(row, columnId);
  const { state, setState } = table;
  const { uuid, isDeleted } = row.run;
  const isOverlaid = filters.length > 0 || text !== null;
  return (
    <>
      {filters.map(({ label, rule }) => (
        <DropdownMenuItem
          key={label}
          icon={
            EXCLUDING.includes(rule.operator) ? (
              <FilterX aria-hidden="true" />
            ) : (
              <ListFilter aria-hidden="true" />
            )
          }
          onSelect={() => void setState({ filter: addCondition(state.filter, rule) })}
        >
          {label}
        </DropdownMenuItem>
      ))}
      {text === null ? null : (
        <DropdownMenuItem icon={<Copy aria-hidden="true" />} onSelect={() => void copy(text)}>
          Copy value
        </DropdownMenuItem>
      )}
      {isOverlaid ? <DropdownMenuSeparator /> : null}
      <DropdownMenuItem
        icon={<ExternalLink aria-hidden="true" />}
        hotkey="enter"
        onSelect={() => open(row)}
      >
        Open run
      </DropdownMenuItem>
      <DropdownMenuItem
        icon={<PanelRightOpen aria-hidden="true" />}
        hotkey="space"
        onSelect={() => peek(uuid)}
      >
        Peek
      </DropdownMenuItem>
      <DropdownMenuItem
        icon={<Bookmark aria-hidden="true" />}
        hotkey="b"
        onSelect={() => table.setBaseline(uuid === state.baseline ? null : uuid)}
      >
        {uuid === state.baseline ? "No longer the baseline" : "Make it the baseline"}
      </DropdownMenuItem>
      {mayWrite && !isDeleted ? (
        <DropdownMenuItem icon={<Tags aria-hidden="true" />} onSelect={() => tag(row)}>
          Edit tags…
        </DropdownMenuItem>
      ) : null}
      {mayWrite ? (
        <DropdownMenuItem
          icon={isDeleted ? <RotateCcw aria-hidden="true" /> : <Trash2 aria-hidden="true" />}
          tone={isDeleted ? "default" : "danger"}
          onSelect={() => void (isDeleted ? commands.restoreOne(uuid) : commands.removeOne(uuid))}
        >
          {isDeleted ? "Restore run" : "Delete run"}
        </DropdownMenuItem>
      ) : null}
    </>
  );
}
