import { createLoader, parseAsString, parseAsStringLiteral } from "nuqs/server";
import { JOB_STATUSES } from "./schema/jobs";

/** What the list of jobs keeps in its address. */
export const jobListParams = {
  status: parseAsStringLiteral(JOB_STATUSES),
  after: parseAsString,
};
export const loadJobListParams = createLoader(jobListParams);

/** What the page of compute keeps in its address: where the page of its queue before ended. */
export const loadQueueParams = createLoader({ after: parseAsString });
