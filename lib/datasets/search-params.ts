import { createLoader, parseAsInteger, parseAsString, parseAsStringLiteral } from "nuqs/server";
import { DATASET_TABS } from "@/lib/core/routes";

export const datasetListParams = {
  q: parseAsString.withDefault(""),
  after: parseAsString,
};
export const loadDatasetListParams = createLoader(datasetListParams);

/** What a dataset's page shows: which version, what of it, and which other it is compared with. */
const datasetParams = {
  version: parseAsInteger,
  tab: parseAsStringLiteral(DATASET_TABS).withDefault("profile"),
  with: parseAsInteger,
  after: parseAsString,
};
export const loadDatasetParams = createLoader(datasetParams);
