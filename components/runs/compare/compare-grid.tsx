"use client";
import { Bookmark, Copy, ExternalLink, ListOrdered, Rows3, X } from "lucide-react";
import { useRouter } from "next/navigation";
import { useMemo, useState } from "react";
import type { ColumnArrangement } from "@/components/tables/column-layout";
import { DataGrid } from "@/components/tables/data-grid";
import type { GridColumn } from "@/components/tables/grid-column";
import { NOTHING_SELECTED } from "@/components/tables/row-selection";
import { DropdownMenuItem } from "@/components/ui/dropdown-menu";
import { toast } from "@/components/ui/toast";
import { routes } from "@/lib/core/routes";
import type { ComparedRunDto } from "@/lib/runs/dto/comparison";
import { RunSwatch } from "../run-swatch";
import { HeadingCell, LabelCell, ValueCell } from "./compare-cells";
import { CompareLineDialog } from "./compare-line-dialog";
import {
  type CompareLine,
  type CompareSection,
  formatValue,
  isHeading,
  orderRuns,
} from "./prepare-comparison";

interface CompareGridProps {
  workspace: string;
  runs: readonly ComparedRunDto[];
  lines: readonly CompareLine[];
  closed: ReadonlySet<CompareSection>;
  onToggle: (section: CompareSection) => void;
  onOrder: (uuids: readonly string[]) => void;
}

const LABEL = "label";

async function copy(text: string, noun: string) {
  try {
    await navigator.clipboard.writeText(text);
    toast(`Copied ${noun}`, { tone: "success" });
  } catch {
    toast("The browser refused to copy. Open the line and copy by hand.", { tone: "danger" });
  }
}

function useColumns({ runs, closed, onToggle }: CompareGridProps): GridColumn<CompareLine>[] {
  return useMemo(
    () => [
      {
        id: LABEL,
        label: "Name",
        width: 230,
        minWidth: 130,
        isFixed: true,
        render: (line: CompareLine) =>
          isHeading(line) ? (
            <HeadingCell
              heading={line}
              isOpen={!closed.has(line.section)}
              onToggle={() => onToggle(line.section)}
            />
          ) : (
            <LabelCell row={line} />
          ),
      },
      ...runs.map(
        (run, index): GridColumn<CompareLine> => ({
          id: run.uuid,
          label: run.name,
          width: 190,
          minWidth: 90,
          mark: <RunSwatch color={run.color} />,
          badge:
            index === 0 ? (
              <span className="inline-flex items-center gap-0.5 text-2xs text-accent-fg">
                <Bookmark aria-hidden="true" className="size-3" />
                baseline
              </span>
            ) : undefined,
          render: (line) => (isHeading(line) ? null : <ValueCell row={line} index={index} />),
        }),
      ),
    ],
    [runs, closed, onToggle],
  );
}

/** Where columns stand: the runs in the order of the address, the baseline at the left. */
function useArrangement({ runs, onOrder }: CompareGridProps) {
  const uuids = runs.map(({ uuid }) => uuid);
  const [look, setLook] = useState<{
    pinned: readonly string[];
    widths: ColumnArrangement["widths"];
  }>({
    pinned: uuids.slice(0, 1),
    widths: {},
  });
  const [baseline] = uuids;
  const pinned =
    baseline === undefined || look.pinned.includes(baseline) ? look.pinned : [baseline];
  const arrangement: ColumnArrangement = { order: uuids, pinned, widths: look.widths };
  const arrange = (next: ColumnArrangement) => {
    setLook({ pinned: next.pinned, widths: next.widths });
    if (next.order.join() !== uuids.join()) onOrder(next.order);
  };
  return { arrangement, arrange };
}

/** The runs side by side, every difference marked. */
export function CompareGrid(props: CompareGridProps) {
  const { workspace, runs, lines, closed, onToggle, onOrder } = props;
  const router = useRouter();
  const [opened, setOpened] = useState<string | null>(null);
  const columns = useColumns(props);
  const { arrangement, arrange } = useArrangement(props);
  const uuids = runs.map(({ uuid }) => uuid);
  const openedLine = lines.find((line) => line.id === opened);
  return (
    <>
      <DataGrid
        label={`Comparison of ${runs.length} runs`}
        className="min-h-0 grow rounded-lg border"
        columns={columns}
        arrangement={arrangement}
        onArrange={arrange}
        sort={null}
        onSort={() => undefined}
        onHide={(uuid) => onOrder(uuids.filter((other) => other !== uuid))}
        rowCount={lines.length}
        totalRows={lines.length}
        rowAt={(index) => lines[index]}
        idOf={({ id }) => id}
        nameOf={({ label }) => label}
        levelOf={(line) => (isHeading(line) ? 1 : 2)}
        isExpandedOf={(line) => (isHeading(line) ? !closed.has(line.section) : undefined)}
        onExpand={(line) => onToggle(line.section)}
        selection={NOTHING_SELECTED}
        onOpen={(line) => (isHeading(line) ? onToggle(line.section) : setOpened(line.id))}
        onPeek={(line) => (isHeading(line) ? onToggle(line.section) : setOpened(line.id))}
        renderColumnMenu={({ id }) =>
          id === LABEL ? null : (
            <RunMenu
              isBaseline={id === uuids[0]}
              canRemove={runs.length > 1}
              onOpen={() => router.push(routes.run(workspace, id))}
              onBaseline={() => onOrder([id, ...uuids.filter((other) => other !== id)])}
              onRemove={() => onOrder(uuids.filter((other) => other !== id))}
            />
          )
        }
        renderCellMenu={(line, columnId) => {
          if (isHeading(line)) return null;
          const value = formatValue(line.values[uuids.indexOf(columnId)] ?? null);
          return (
            <>
              <DropdownMenuItem
                icon={<Copy aria-hidden="true" />}
                onSelect={() =>
                  void (columnId === LABEL ? copy(line.label, "name") : copy(value, "value"))
                }
              >
                {columnId === LABEL ? "Copy name" : "Copy value"}
              </DropdownMenuItem>
              <DropdownMenuItem
                icon={<Rows3 aria-hidden="true" />}
                onSelect={() => setOpened(line.id)}
              >
                Show all values
              </DropdownMenuItem>
              <DropdownMenuItem
                icon={<ListOrdered aria-hidden="true" />}
                onSelect={() => onOrder(orderRuns(line, uuids))}
              >
                Order runs by this
              </DropdownMenuItem>
            </>
          );
        }}
        resetKey=""
      />
      {openedLine && !isHeading(openedLine) ? (
        <CompareLineDialog
          workspace={workspace}
          runs={runs}
          row={openedLine}
          onClose={() => setOpened(null)}
        />
      ) : null}
    </>
  );
}

interface RunMenuProps {
  isBaseline: boolean;
  canRemove: boolean;
  onOpen: () => void;
  onBaseline: () => void;
  onRemove: () => void;
}

function RunMenu({ isBaseline, canRemove, onOpen, onBaseline, onRemove }: RunMenuProps) {
  return (
    <>
      <DropdownMenuItem icon={<ExternalLink aria-hidden="true" />} onSelect={onOpen}>
        Open run
      </DropdownMenuItem>
      {isBaseline ? null : (
        <DropdownMenuItem icon={<Bookmark aria-hidden="true" />} onSelect={onBaseline}>
          Make it the baseline
        </DropdownMenuItem>
      )}
      {canRemove ? (
        <DropdownMenuItem icon={<X aria-hidden="true" />} onSelect={onRemove}>
          Take out of the comparison
        </DropdownMenuItem>
      ) : null}
    </>
  );
}
