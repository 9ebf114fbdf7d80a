"use client";
import { ListToolbar } from "@/components/shell/list-toolbar";
import { ToggleGroup } from "@/components/ui/toggle-group";
import { useExperimentFilters } from "./use-experiment-filters";

const VIEWS = [
  { value: "active", label: "Active" },
  { value: "deleted", label: "Deleted" },
] as const;

export function ExperimentsToolbar({ isLoading }: { isLoading: boolean }) {
  const { filters, setFilters } = useExperimentFilters();
  return (
    <ListToolbar noun="experiments" filters={filters} setFilters={setFilters} isLoading={isLoading}>
      <ToggleGroup
        label="Which experiments"
        options={VIEWS}
        value={filters.view}
        onChange={(view) => void setFilters({ view })}
      />
    </ListToolbar>
  );
}
