import {
  loadRunTableParams,
  type RunTableState,
  type runTableParams,
  serializeRunTable,
} from "./table";

/** What is of the moment, and not of how a table is looked at. */
const MOMENTARY = { selected: null, peek: null, savedView: null } as const;

/** The part of a table's address that a view keeps, without the question mark; what means nothing is left out. */
export function arrangementOf(query: string): string {
  return printArrangement(loadRunTableParams(new URLSearchParams(query)));
}

export function printArrangement(state: RunTableState): string {
  return serializeRunTable({ ...state, ...MOMENTARY }).replace(/^\?/, "");
}

/** Everything that a view decides, to be set at once: what it does not say is as usual. */
export function stateOfView(query: string) {
  return { ...loadRunTableParams(new URLSearchParams(query)), ...MOMENTARY };
}

const PARTS = {
  filter: "filter",
  isMine: "filter",
  isRunning: "filter",
  hidesFailed: "filter",
  view: "filter",
  sort: "order",
  columns: "columns",
  pinned: "columns",
  widths: "columns",
  isDifferent: "columns",
  isFilled: "columns",
  formats: "number formats",
  baseline: "baseline",
  isNested: "nesting",
  pane: "charts",
} as const satisfies Partial<Record<keyof typeof runTableParams, string>>;

type Part = (typeof PARTS)[keyof typeof PARTS];

/** In which parts two arrangements differ, in plain words: "filter", "columns". */
export function differingParts(left: string, right: string): Part[] {
  const [one, other] = [left, right].map((query) => loadRunTableParams(new URLSearchParams(query)));
  const parts = Object.entries(PARTS).flatMap(([name, part]): Part[] => {
    const key = name as keyof typeof PARTS; // The names of PARTS, which Object.entries widens.
    return JSON.stringify(one?.[key]) === JSON.stringify(other?.[key]) ? [] : [part];
  });
  return [...new Set(parts)];
}

interface SavedView {
  id: string;
  query: string;
  isDefault: boolean;
}

/**
 * The view that an address stands for, when it says no more than its name or nothing at all: an experiment's own
 * default. Anything else in the address shows what its sender saw.
 */
export function viewToOpen<View extends SavedView>(
  views: readonly View[],
  state: RunTableState,
  address: Readonly<Record<string, unknown>>,
): View | null {
  const isNamed = state.savedView !== null;
  const says = Object.keys(address).filter((name) => name !== "v");
  if (says.length > 0) return null;
  const view = views.find(({ id, isDefault }) => (isNamed ? id === state.savedView : isDefault));
  return view === undefined || (isNamed && view.query === "") ? null : view;
}
