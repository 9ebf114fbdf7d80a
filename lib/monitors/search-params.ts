import { createLoader, parseAsInteger, parseAsString } from "nuqs/server";
import { MAP_COLUMNS } from "./schema/monitors";

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
};
export const loadMonitorPageParams = createLoader(monitorPageParams);
