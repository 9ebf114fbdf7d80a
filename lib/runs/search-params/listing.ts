import { expandColumns } from "./columns";
import {
  combineFilter,
  NEWEST_FIRST,
  printSort,
  type RunTableState,
  startingColumns,
} from "./table";

/** Which runs a table lists, in which order. */
export interface RunListing {
  experiment: number;
  filter: string;
  view: "active" | "deleted";
  isMine: boolean;
  isTopLevelOnly: boolean;
  /** As `printSort` writes it. */
  sort: string;
}

/** Nesting is for looking at everything: whoever filters or ranks wants every run in one list. */
export function isListNested(state: RunTableState): boolean {
  const isRanked = state.sort.columnId !== NEWEST_FIRST.columnId;
  return state.isNested && !isRanked && !state.isMine && combineFilter(state) === "";
}

export function listingOf(experiment: number, state: RunTableState): RunListing {
  return {
    experiment,
    filter: combineFilter(state),
    view: state.view,
    isMine: state.isMine,
    isTopLevelOnly: isListNested(state),
    sort: printSort(state.sort),
  };
}

/** The visible columns: those of the address, or those a table starts with. */
export function visibleColumns(
  choice: RunTableState["columns"],
  catalogue: readonly string[],
): string[] {
  return choice === null ? startingColumns(catalogue) : expandColumns(choice, catalogue);
}
