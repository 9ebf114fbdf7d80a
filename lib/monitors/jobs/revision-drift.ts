import "server-only";
import { emptyProfile, mergeProfiles } from "@/lib/datasets/rules/window-profile";
import type { WindowProfile } from "@/lib/datasets/schema/window-profiles";
import { pool } from "@/lib/db/pool";
import type { ReadDrift, RevisionRows } from "@/lib/deployments/rules/judge-monitors";
import { HourProfiler, type ProfilePlan } from "@/lib/gateway/rules/profiled";
import { readHours } from "@/lib/gateway/sql/profile-plans";
import { judgeWindow } from "../rules/judge-window";
import { isOfTime, windowOf } from "../rules/windows";
import type { WindowKind } from "../schema/monitors";
import { findHolding, readDefinition } from "../sql/known-definitions";
import { eachOfRevision } from "../sql/logged-rows";

const HOUR_MS = 3_600_000;
/** Of the log: the newest ones. */
const MAX_ROWS = 20_000;
const ALWAYS = 253_402_300_800_000;
const PATIENCE_MS = 900_000;

/** How long rows are waited for: as long as a window is, a day where it has no length, and what counting takes. */
function patienceOf(kind: WindowKind): number {
  const { opensAt, closesAt } = windowOf(0, isOfTime(kind) ? kind : "day");
  return closesAt - opensAt + PATIENCE_MS;
}

/**
 * A revision's rows since a moment: of the hour in which that lies from the log, the newest, since counts are kept by the hour, and of
 * whole hours from the counts. Copies, and windows of rows, whose counts know no revision, are all read from the log.
 */
async function profileOf(plan: ProfilePlan, rows: RevisionRows): Promise<WindowProfile> {
  const { revision, isShadow, since } = rows;
  const isByTheHour = plan.windowRows === null && !isShadow;
  const whole = Math.ceil(since.getTime() / HOUR_MS) * HOUR_MS;
  const counts = new HourProfiler({ ...plan, windowRows: null });
  let left = MAX_ROWS;
  await eachOfRevision(rows, new Date(isByTheHour ? whole : ALWAYS), (prediction) => {
    counts.add({ ...prediction, isShadow: false });
    left -= prediction.inputs.length;
    return left > 0;
  });
  const hours = isByTheHour ? await readHours(pool(), plan.id, { from: whole, to: ALWAYS }) : [];
  return [...counts.finish(), ...hours]
    .filter((hour) => hour.revision === revision)
    .map(({ profile }) => profile)
    .reduce(mergeProfiles, emptyProfile(plan.columns));
}

/** What a monitor says of one revision's rows since a moment, by the definition that holds. */
export const readRevisionDrift: ReadDrift = async (monitor, rows) => {
  const version = await findHolding(pool(), { monitor, ...rows });
  if (version === null) return null;
  const known = await readDefinition(pool(), { ...rows, monitor, version });
  const { plan, definition, reference } = known;
  const isOverdue = Date.now() > rows.since.getTime() + patienceOf(definition.window);
  const current = await profileOf(plan, rows);
  if (current.rows === 0) return { window: null, isOverdue };
  const { verdict, share } = judgeWindow(plan.columns, definition, { reference, current });
  const told = { verdict, rows: current.rows, observed: share, limit: definition.share };
  return { window: { ...told, isClosed: isOverdue }, isOverdue };
};
