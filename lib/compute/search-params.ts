import { createLoader, parseAsString, parseAsStringLiteral } from "nuqs/server";
import { JOB_STATUSES } from "./schema/jobs";

/** What the list of jobs keeps in its address. */
export const jobListParams = {
  status: parseAsStringLiteral(JOB_STATUSES),
  after: parseAsString,
};
export const loadJobListParams = createLoader(jobListParams);
