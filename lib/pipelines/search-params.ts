import { createLoader, parseAsInteger, parseAsString, parseAsStringLiteral } from "nuqs/server";

export const PIPELINE_STATES = ["active", "archived"] as const;

/** What the list of pipelines keeps in its address. */
export const pipelineListParams = {
  state: parseAsStringLiteral(PIPELINE_STATES).withDefault("active"),
  after: parseAsString,
};
export const loadPipelineListParams = createLoader(pipelineListParams);

/** What the page of a pipeline keeps in its address. */
export const loadPipelineParams = createLoader({ version: parseAsInteger, after: parseAsString });
