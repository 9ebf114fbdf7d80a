"use client";
import { columnMatcher } from "@/components/tables/column-search";
import { Field } from "@/components/ui/field";
import { SearchInput } from "@/components/ui/search-input";
import { Switch } from "@/components/ui/switch";
import { ToggleGroup } from "@/components/ui/toggle-group";
import { useHotkeys } from "@/components/ui/use-hotkeys";
import type { CompareRow } from "./prepare-comparison";
import type { CompareViewState, SetCompareView } from "./use-compare-view";

interface CompareToolbarProps {
  view: CompareViewState;
  setView: SetCompareView;
  rows: readonly CompareRow[];
}

export function CompareToolbar({ view, setView, rows }: CompareToolbarProps) {
  const { problem } = columnMatcher(view.search);
  const different = rows.filter(({ isDifferent }) => isDifferent).length;
  useHotkeys("Comparison", [
    {
      keys: "d",
      label: "Only what differs",
      run: () => void setView({ isDiffOnly: !view.isDiffOnly }),
    },
  ]);
  return (
    <div className="flex flex-wrap items-center gap-x-4 gap-y-2">
      <SearchInput
        label="Search names"
        placeholder="Search names, or /regex/"
        hotkey="/"
        value={view.search}
        onChange={(search) => void setView({ search })}
        aria-invalid={problem !== null}
        className="min-w-48 grow sm:max-w-96"
      />
      <Field label="Only what differs" inline>
        <Switch
          checked={view.isDiffOnly}
          onCheckedChange={(isDiffOnly) => void setView({ isDiffOnly })}
        />
      </Field>
      <ToggleGroup
        label="Value of metrics"
        value={view.aggregate}
        onChange={(aggregate) => void setView({ aggregate })}
        options={[
          { value: "last", label: "Last" },
          { value: "min", label: "Min" },
          { value: "max", label: "Max" },
        ]}
      />
      <span role="status" className="text-muted text-xs">
        {problem ?? `${different} of ${rows.length} differ`}
      </span>
    </div>
  );
}
