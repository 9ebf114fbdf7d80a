import { ArrowDownNarrowWide, ArrowUpNarrowWide } from "lucide-react";
import { IconButton } from "@/components/ui/icon-button";
import { Select } from "@/components/ui/select";
import type { DeploymentSort } from "@/lib/deployments/schema/deployments";

const SORTS: { value: DeploymentSort; label: string }[] = [
  { value: "name", label: "By name" },
  { value: "updated", label: "By last change" },
  { value: "requests", label: "By requests" },
  { value: "errors", label: "By error rate" },
  { value: "p50", label: "By p50" },
  { value: "p99", label: "By p99" },
];

interface DeploymentSortingProps {
  sort: DeploymentSort;
  /** Null for the direction that is usual. */
  isAscending: boolean | null;
  onChange: (sort: DeploymentSort, isAscending: boolean | null) => void;
}

/** In which order the list stands. */
export function DeploymentSorting({ sort, isAscending, onChange }: DeploymentSortingProps) {
  const isUsual = sort === "name";
  const rises = isAscending ?? isUsual;
  const turned = !rises;
  return (
    <div className="flex items-center gap-1 sm:ml-auto">
      <Select
        label="Order"
        options={SORTS}
        value={sort}
        onChange={(next) => onChange(next, null)}
        className="w-36"
      />
      <IconButton
        label={rises ? "Rising: turn round" : "Falling: turn round"}
        onClick={() => onChange(sort, turned === isUsual ? null : turned)}
      >
        {rises ? (
          <ArrowUpNarrowWide aria-hidden="true" />
        ) : (
          <ArrowDownNarrowWide aria-hidden="true" />
        )}
      </IconButton>
    </div>
  );
}
