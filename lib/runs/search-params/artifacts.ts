import { parseAsBoolean, parseAsString } from "nuqs/server";
import { z } from "zod";

/** A place among artifacts: the uri of a run's, a logged model's or a version's files, and a path below it. */
export const artifactPlaceRequest = z.object({
  uri: z.string().min(1).max(4_096),
  path: z.string().max(4_096).default(""),
});

export const artifactListRequest = artifactPlaceRequest.extend({
  pageToken: z.string().max(4_096).optional(),
});

/** What the browser of a run's files keeps in its address. */
export const artifactSearchParams = {
  /** The file that is shown. */
  file: parseAsString,
  /** Whether long lines of text go on below. */
  wrap: parseAsBoolean.withDefault(true),
};
