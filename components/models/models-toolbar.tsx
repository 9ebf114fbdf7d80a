"use client";
import { ListToolbar } from "@/components/shell/list-toolbar";
import { useModelFilters } from "./use-model-filters";

export function ModelsToolbar({ isLoading }: { isLoading: boolean }) {
  const { filters, setFilters } = useModelFilters();
  return (
    <ListToolbar noun="models" filters={filters} setFilters={setFilters} isLoading={isLoading} />
  );
}
