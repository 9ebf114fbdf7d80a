import { createLoader, parseAsString, parseAsStringLiteral } from "nuqs/server";
import { INCIDENT_LISTS } from "./schema/incidents";

/** What the list of incidents keeps in its address. */
export const incidentListParams = {
  show: parseAsStringLiteral(INCIDENT_LISTS).withDefault("unresolved"),
  after: parseAsString,
};
export const loadIncidentListParams = createLoader(incidentListParams);

/** What the page of an incident keeps in its address: where the page of its course before ended. */
export const loadIncidentParams = createLoader({ after: parseAsString });
