import { ArrowDownNarrowWide, ArrowUpNarrowWide } from "lucide-react";
import { IconButton } from "./icon-button";
import { Select, type SelectOption } from "./select";

interface SortingProps<Sort extends string> {
  options: readonly SelectOption<Sort>[];
  sort: Sort;
  /** Null for the direction that is usual. */
  isAscending: boolean | null;
  risesUsually: (sort: Sort) => boolean;
  onChange: (sort: Sort, isAscending: boolean | null) => void;
}

/** In which order a list stands. */
export function Sorting<Sort extends string>(props: SortingProps<Sort>) {
  const { options, sort, isAscending, risesUsually, onChange } = props;
  const isUsual = risesUsually(sort);
  const rises = isAscending ?? isUsual;
  const turned = !rises;
  return (
    <div className="flex items-center gap-1 sm:ml-auto">
      <Select
        label="Order"
        options={options}
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
