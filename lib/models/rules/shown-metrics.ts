import { parseSlice } from "./slices";

const DEFAULT_COUNT = 3;
/** As many columns as a table of versions takes. */
const MAX_COUNT = 20;

/** The metrics that versions are compared by: those chosen, or the first few there are of the whole data. */
export function shownMetrics(
  chosen: readonly string[] | null,
  available: readonly string[],
): string[] {
  return chosen === null
    ? available.filter((key) => parseSlice(key) === null).slice(0, DEFAULT_COUNT)
    : [...new Set(chosen.filter((key) => key !== "" && key.length <= 250))].slice(0, MAX_COUNT);
}
