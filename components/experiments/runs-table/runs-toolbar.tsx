"use client";
import { useCallback, useMemo, useState } from "react";
import { FilterBox } from "@/components/experiments/filter/filter-box";
import { FilterBuilder } from "@/components/experiments/filter/filter-builder";
import { suggestAt } from "@/components/experiments/filter/filter-suggestions";
import { ColumnPicker } from "@/components/tables/column-picker";
import { Button } from "@/components/ui/button";
import { ToggleGroup } from "@/components/ui/toggle-group";
import { useHotkeys } from "@/components/ui/use-hotkeys";
import { formatCount, formatPlural } from "@/lib/core/format";
import { pickerItems } from "./picker-items";
import { useFilterKnowledge } from "./use-filter-knowledge";
import type { RunTable } from "./use-run-table";

const VIEWS = [
  { value: "active", label: "Active" },
  { value: "deleted", label: "Deleted" },
] as const;

interface SwitchProps {
  label: string;
  isOn: boolean;
  onChange: (isOn: boolean) => void;
}

function Toggle({ label, isOn, onChange }: SwitchProps) {
  return (
    <Button
      aria-pressed={isOn}
      onClick={() => onChange(!isOn)}
      className="aria-pressed:border-accent aria-pressed:bg-accent-soft aria-pressed:text-accent-fg"
    >
      {label}
    </Button>
  );
}

function Filter({ table }: { table: RunTable }) {
  const { state, setState } = table;
  const [isBuilding, setIsBuilding] = useState(false);
  const knowledge = useFilterKnowledge(table);
  const onFilter = useCallback((filter: string) => void setState({ filter }), [setState]);
  const suggest = useCallback(
    (text: string, cursor: number) => suggestAt(text, cursor, knowledge),
    [knowledge],
  );
  return (
    <FilterBox
      filter={state.filter}
      onFilter={onFilter}
      suggest={suggest}
      builder={
        <FilterBuilder
          filter={state.filter}
          onFilter={onFilter}
          knowledge={knowledge}
          open={isBuilding}
          onOpenChange={setIsBuilding}
        />
      }
    />
  );
}

function Columns({ table }: { table: RunTable }) {
  const { state, setState, columnList, wanted, setColumns } = table;
  const [isOpen, setIsOpen] = useState(false);
  const items = useMemo(() => pickerItems(columnList), [columnList]);
  useHotkeys("Runs", [{ keys: "c", label: "Choose columns", run: () => setIsOpen(true) }]);
  const pin = (id: string, isPinned: boolean) => {
    const others = state.pinned.filter((other) => other !== id);
    void setState({ pinned: isPinned ? [...others, id] : others });
  };
  return (
    <ColumnPicker
      items={items}
      visible={wanted}
      pinned={state.pinned}
      onVisible={setColumns}
      onPin={pin}
      open={isOpen}
      onOpenChange={setIsOpen}
      footer={
        <div className="flex flex-wrap gap-2 border-t p-2">
          <Toggle
            label="Only what differs"
            isOn={state.isDifferent}
            onChange={(isDifferent) => void setState({ isDifferent })}
          />
          <Toggle
            label="Hide empty"
            isOn={state.isFilled}
            onChange={(isFilled) => void setState({ isFilled })}
          />
          <Button variant="ghost" onClick={() => void setState({ columns: null, pinned: null })}>
            Reset
          </Button>
        </div>
      }
    />
  );
}

/** "40 of 1,204 runs", and what is hidden, always in sight. */
function Counts({ table }: { table: RunTable }) {
  const { counts, hiddenCount } = table;
  const { matching, total } = counts;
  const at = (count: { count: number; isExact: boolean }) =>
    `${formatCount(count.count)}${count.isExact ? "" : "+"}`;
  return (
    <div className="flex flex-wrap items-center gap-x-3 gap-y-1 text-muted text-xs">
      <span role="status">
        {at(matching)} of {at(total)} {total.count === 1 ? "run" : "runs"} listed
      </span>
      {hiddenCount > 0 ? <span>{formatPlural(hiddenCount, "column")} hidden</span> : null}
      {counts.newRuns > 0 ? (
        <Button size="sm" onClick={() => void table.reload()}>
          {formatPlural(counts.newRuns, "new run")}
        </Button>
      ) : null}
    </div>
  );
}

/** What is listed: filter, quick toggles, columns, counts. */
export function RunsToolbar({ table }: { table: RunTable }) {
  const { state, setState } = table;
  return (
    <div className="flex shrink-0 flex-wrap items-start gap-2 border-b px-4 py-2 sm:px-6">
      <Filter table={table} />
      <Toggle label="Mine" isOn={state.isMine} onChange={(isMine) => void setState({ isMine })} />
      <Toggle
        label="Running"
        isOn={state.isRunning}
        onChange={(isRunning) => void setState({ isRunning })}
      />
      <Toggle
        label="Hide failed"
        isOn={state.hidesFailed}
        onChange={(hidesFailed) => void setState({ hidesFailed })}
      />
      <Toggle
        label="Nested"
        isOn={state.isNested}
        onChange={(isNested) => void setState({ isNested })}
      />
      <ToggleGroup
        label="Which runs"
        options={VIEWS}
        value={state.view}
        onChange={(view) => void setState({ view, selected: null })}
      />
      <Columns table={table} />
      <div className="basis-full">
        <Counts table={table} />
      </div>
    </div>
  );
}
