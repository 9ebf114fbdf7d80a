import "server-only";
import { type Actor, assertCan, isAllowed } from "@/lib/access/actor";
import { pool } from "@/lib/db/pool";
import { columnFindings, monitorDefinition } from "@/lib/monitors/schema/monitors";
import { baseline, performanceDefinition } from "@/lib/monitors/schema/performance";
import type { CausesDto } from "../dto/causes";
import { rankCauses } from "../rules/causes";
import type { IncidentInput } from "../schema/incidents";
import { readCauseWindows, readMonitorOfIncident } from "../sql/causes";
import { getIncident } from "./incidents";

const NOTHING: CausesDto = {
  ...{ basis: "drift", causes: [], monitor: null, metric: null, usual: null, isEstimated: false },
};

/** Fewer windows with labels do not tell how two things go together; what is estimated may. */
const LEAST_MEASURED = 4;

/** Columns that may be the cause of an incident, the likeliest first. Throws NOT_FOUND. */
export async function listCauses(actor: Actor, input: IncidentInput): Promise<CausesDto> {
  assertCan(actor, "incident:read");
  const { number } = await getIncident(actor, input);
  if (!isAllowed(actor, "monitor:read")) return NOTHING;
  const found = await readMonitorOfIncident(pool(), actor.workspaceId, number);
  if (!found) return NOTHING;
  const { id, name, since } = found;
  const { columns } = monitorDefinition.parse(found.definition);
  const metric = found.performance ? performanceDefinition.parse(found.performance).metric : null;
  const rows = await readCauseWindows(pool(), found, metric);
  const isEstimated = rows.filter(({ measured }) => measured !== null).length < LEAST_MEASURED;
  const known = found.baseline ? baseline.parse(found.baseline) : null;
  const usual = (metric && known?.values[metric]) ?? null;
  const ranked = rankCauses({
    ...{ since, usual },
    importance: new Map(columns.map((column) => [column.name, column.importance])),
    windows: rows.map(({ opensAt, findings, measured, estimated }) => ({
      opensAt,
      findings: columnFindings.parse(findings),
      performance: isEstimated ? estimated : measured,
    })),
  });
  const isRanked = ranked.basis === "performance";
  return {
    ...ranked,
    monitor: { id, name },
    metric: isRanked ? metric : null,
    usual: isRanked ? usual : null,
    isEstimated: isRanked && isEstimated,
  };
}
