import { createLoader, parseAsInteger, parseAsString, parseAsStringLiteral } from "nuqs/server";
import { MAP_COLUMNS } from "./schema/monitors";
import { SAMPLE_KINDS } from "./schema/samples";

/** What the list of monitors keeps in its address. */
export const loadMonitorListParams = createLoader({ after: parseAsString });

/** What the page of a monitor keeps in its address. */
export const monitorPageParams = {
  /** When the chosen window begins. */
  window: parseAsInteger,
  column: parseAsString,
  /** How many columns the map shows. */
  columns: parseAsInteger.withDefault(MAP_COLUMNS),
  after: parseAsString,
  /** A window that is marked to be compared with another one. */
  mark: parseAsInteger,
};
/** What the page of a monitor's performance keeps in its address. */
const performancePageParams = {
  window: monitorPageParams.window,
  after: parseAsString,
};
export const loadPerformancePageParams = createLoader(performancePageParams);

export const loadMonitorPageParams = createLoader(monitorPageParams);

/** What a comparison keeps in its address. */
export const comparisonParams = {
  before: parseAsString.withDefault("reference"),
  /** The newest window when absent. */
  after: parseAsString,
  column: parseAsString,
  columns: parseAsInteger.withDefault(MAP_COLUMNS),
  /** Which rows of the second side are shown, and what draws them. */
  rows: parseAsStringLiteral(SAMPLE_KINDS),
  seed: parseAsInteger.withDefault(1),
  /** A method that is computed over the raw rows, or all of them. */
  exact: parseAsString,
};
export const loadComparisonParams = createLoader(comparisonParams);
