import { createLoader, parseAsString, parseAsStringLiteral } from "nuqs/server";
import { SWEEP_STATUSES } from "./schema";

/** What the list of sweeps keeps in its address. */
export const sweepListParams = {
  status: parseAsStringLiteral(SWEEP_STATUSES),
  after: parseAsString,
};
export const loadSweepListParams = createLoader(sweepListParams);

/** What the page of a sweep keeps in its address. */
export const sweepParams = {
  sort: parseAsStringLiteral(["best", "index"]).withDefault("best"),
  after: parseAsString,
};
export const loadSweepParams = createLoader(sweepParams);
