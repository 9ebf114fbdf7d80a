"use client";
import { BookmarkX, RefreshCw } from "lucide-react";
import { useCallback, useMemo, useState } from "react";
import { FilterBox } from "@/components/experiments/filter/filter-box";
import { FilterBuilder } from "@/components/experiments/filter/filter-builder";
import { suggestAt } from "@/components/experiments/filter/filter-suggestions";
import { ColumnPicker } from "@/components/tables/column-picker";
import { Button } from "@/components/ui/button";
import { Field } from "@/components/ui/field";
import { Switch } from "@/components/ui/switch";
import { ToggleGroup } from "@/components/ui/toggle-group";
import { useHotkeys } from "@/components/ui/use-hotkeys";
import { formatCount, formatPlural } from "@/lib/core/format";
import type { RunCountDto } from "@/lib/runs/dto/table";
import { isListNested } from "@/lib/runs/search-params/listing";
import { pickerItems } from "./picker-items";
import { RunViewsMenu } from "./run-views-menu";
import { RunsMoreMenu } from "./runs-more-menu";
import { useFilterKnowledge } from "./use-filter-knowledge";
import type { RunTable } from "./use-run-table";

const VIEWS = [
  { value: "active", label: "Active" },
  { value: "deleted", label: "Deleted" },
] as const;

interface ToggleProps {
  label: string;
  isOn: boolean;
  onChange: (isOn: boolean) => void;
}

function Toggle({ label, isOn, onChange }: ToggleProps) {
  return (
    <Button
      size="sm"
      aria-pressed={isOn}
      onClick={() => onChange(!isOn)}
      className="aria-pressed:border-accent aria-pressed:bg-accent-soft aria-pressed:text-accent-fg"
    >
      {label}
    </Button>
  );
}

function Filter({ table }: { table: RunTable }) {
  const { state, setState, building, setBuilding } = table;
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
          draft={building?.draft ?? null}
          open={building !== null}
          onOpenChange={(isOpen) => setBuilding(isOpen ? { draft: null } : null)}
        />
      }
    />
  );
}

function PickerSwitch({ label, isOn, onChange }: ToggleProps) {
  return (
    <Field inline label={label}>
      <Switch checked={isOn} onCheckedChange={onChange} />
    </Field>
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
        <>
          <PickerSwitch
            label="Only columns that differ"
            isOn={state.isDifferent}
            onChange={(isDifferent) => void setState({ isDifferent })}
          />
          <PickerSwitch
            label="Hide empty columns"
            isOn={state.isFilled}
            onChange={(isFilled) => void setState({ isFilled })}
          />
          <Button
            size="sm"
            variant="ghost"
            className="justify-self-start"
            onClick={() => void setState({ columns: null, pinned: null, widths: null })}
          >
            Reset columns
          </Button>
        </>
      }
    />
  );
}

const countText = ({ count, isExact }: RunCountDto) => `${formatCount(count)}${isExact ? "" : "+"}`;

/** "40 of 1,204 runs", what is hidden, and what came in since; always in sight. */
function Counts({ table }: { table: RunTable }) {
  const { counts, hiddenCount } = table;
  const { matching, total, newRuns } = counts;
  return (
    <div className="flex flex-wrap items-center gap-x-3 gap-y-1 text-muted text-xs">
      {newRuns > 0 ? (
        <Button size="sm" variant="primary" onClick={() => void table.reload()}>
          <RefreshCw aria-hidden="true" className="size-3.5" />
          {formatPlural(newRuns, "new run")}
        </Button>
      ) : null}
      {table.state.baseline ? (
        <Button size="sm" variant="ghost" onClick={() => table.setBaseline(null)}>
          <BookmarkX aria-hidden="true" className="size-3.5" />
          Clear the baseline
        </Button>
      ) : null}
      {hiddenCount > 0 ? <span>{formatPlural(hiddenCount, "column")} hidden</span> : null}
      <span role="status" className="whitespace-nowrap">
        {total.count === 0
          ? "No runs"
          : `${countText(matching)} of ${countText(total)} ${total.count === 1 ? "run" : "runs"} listed`}
      </span>
    </div>
  );
}

/** While runs are filtered or ranked all of them stand in one list, so there is nothing to nest. */
function NestedToggle({ table }: { table: RunTable }) {
  const { state, setState } = table;
  if (state.isNested && !isListNested(state)) return null;
  return (
    <Toggle
      label="Nested"
      isOn={state.isNested}
      onChange={(isNested) => void setState({ isNested })}
    />
  );
}

/** What is listed: filter, quick toggles, columns, counts. */
export function RunsToolbar({ table }: { table: RunTable }) {
  const { state, setState } = table;
  return (
    <div className="flex min-w-0 shrink-0 flex-col gap-2 border-b px-4 py-2 sm:px-6">
      <div className="flex flex-wrap items-start gap-2 sm:flex-nowrap">
        <Filter table={table} />
        <div className="flex shrink-0 gap-2">
          <RunViewsMenu table={table} />
          <Columns table={table} />
          <RunsMoreMenu table={table} />
        </div>
      </div>
      <div className="flex flex-wrap items-center gap-x-2 gap-y-1.5 max-sm:gap-x-1.5">
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
        <NestedToggle table={table} />
        <ToggleGroup
          label="Which runs"
          size="sm"
          options={VIEWS}
          value={state.view}
          onChange={(view) => void setState({ view })}
        />
        <div className="ml-auto">
          <Counts table={table} />
        </div>
      </div>
    </div>
  );
}
