import "server-only";
import { z } from "zod";
import { mergeProfiles } from "@/lib/datasets/rules/window-profile";
import { type WindowProfile, windowProfile } from "@/lib/datasets/schema/window-profiles";
import { inTransaction, pool } from "@/lib/db/pool";
import { announce } from "@/lib/events/announce";
import type { HourCounts } from "@/lib/gateway/rules/profiled";
import { lockHours, readPlans, saveHours, takeDeltas } from "@/lib/gateway/sql/profile-plans";
import { judgeWindow } from "../rules/judge-window";
import { checkQuality } from "../rules/quality";
import { windowOf } from "../rules/windows";
import { type MonitorDefinition, monitorDefinition, type WindowKind } from "../schema/monitors";
import { forgetMoved, readWindowProfile, saveWindow } from "../sql/windows";
import { addUpRows } from "./row-windows";
import { countVersions } from "./versions";

/** Counts that are added to their hours in one transaction. */
const DELTAS = 1_000;
const MAX_PLANS = 2_000;
const MAX_MONITORS = 1_000;
/** So long after its end what came in a window was counted. */
const SETTLED_MS = 600_000;
/** Of one plan: older ones hold for windows that nothing comes to any more. */
const MAX_DEFINITIONS = 20;
/** What one turn may take; what is left is done in the next one. */
const TURN_MS = 20_000;
/** Windows that changed so long ago may have done so in a transaction that ended after the last look. */
const OVERLAP_MINUTES = 10;
/** How often a window is judged while something comes: longer ones change less by what comes. */
const EVERY_SECONDS: Readonly<Record<WindowKind, number>> = {
  ...{ hour: 30, day: 120, week: 600 },
  ...{ rows: 30, version: 30 },
};

const judging = z.array(
  z.object({
    version: z.number(),
    definition: monitorDefinition,
    reference: windowProfile,
    judgesFrom: z.date(),
  }),
);

function added(counts: readonly HourCounts[]): HourCounts[] {
  const sums = new Map<string, HourCounts>();
  for (const one of counts) {
    const key = `${one.hour} ${one.revision}`;
    const before = sums.get(key);
    sums.set(key, before ? { ...one, profile: mergeProfiles(before.profile, one.profile) } : one);
  }
  return [...sums.values()];
}

/** Adds what was counted since to the hours of a plan; answers whether there may be more. */
async function addUp(workspaceId: string, planId: number): Promise<boolean> {
  return inTransaction(async (tx) => {
    const deltas = await takeDeltas(tx, planId, DELTAS);
    if (deltas.length === 0) return false;
    const hours = [...new Set(deltas.map(({ hour }) => hour))];
    const before = await lockHours(tx, planId, hours);
    const touched = new Set(deltas.map(({ hour, revision }) => `${hour} ${revision}`));
    const counts = added([...before, ...deltas]).filter(({ hour, revision }) =>
      touched.has(`${hour} ${revision}`),
    );
    await saveHours(tx, { workspaceId, planId, counts }, false);
    return deltas.length === DELTAS;
  });
}

interface CountedPlan {
  workspaceId: string;
  planId: number;
  /** Null where windows are of time. */
  windowRows: number | null;
}

async function addUpAll(until: number): Promise<void> {
  const { rows } = await pool().query<CountedPlan>(
    `SELECT p.workspace_id AS "workspaceId", p.id AS "planId", p.window_rows AS "windowRows" FROM profile_plans p
     WHERE EXISTS (SELECT 1 FROM profile_deltas d WHERE d.plan_id = p.id) ORDER BY p.id LIMIT $1`,
    [MAX_PLANS],
  );
  for (const { windowRows, ...plan } of rows) {
    const add = () =>
      windowRows === null
        ? addUp(plan.workspaceId, plan.planId)
        : addUpRows({ ...plan, windowRows, limit: DELTAS });
    while (performance.now() < until && (await add()));
  }
}

interface Due {
  id: number;
  workspaceId: string;
  planId: number;
  now: Date;
  changed: Date[];
}

const seconds = Object.entries(EVERY_SECONDS)
  .map(([kind, length]) => `WHEN '${kind}' THEN ${length}`)
  .join(" ");

/** Monitors that may be looked at again, with the hours that changed since they were. */
const DUE = `SELECT m.id, m.workspace_id AS "workspaceId", v.plan_id AS "planId", now() AS now, hours.changed
  FROM monitors m JOIN monitor_versions v ON v.monitor_id = m.id AND v.number = m.version
  CROSS JOIN LATERAL (SELECT array_agg(DISTINCT h.hour) AS changed FROM profiled_hours h
    WHERE h.plan_id = v.plan_id AND (h.updated_at > m.looked_at - interval '${OVERLAP_MINUTES} minutes'
      OR (v.created_at > m.looked_at - interval '${OVERLAP_MINUTES} minutes' AND h.hour >= v.judges_from))) hours
  WHERE NOT m.is_paused AND m.removed_at IS NULL AND hours.changed IS NOT NULL
    AND (v.created_at > m.looked_at
      OR m.looked_at < now() - make_interval(secs => CASE v.definition->>'window' ${seconds} END))
  ORDER BY m.looked_at, m.id LIMIT $1`;

interface Judging {
  version: number;
  definition: MonitorDefinition;
  reference: WindowProfile;
  judgesFrom: Date;
}

/** The definitions that judge by a plan's counts, the newest first. */
async function readJudging({ id, planId }: Due): Promise<Judging[]> {
  const { rows } = await pool().query(
    `SELECT number AS version, definition, reference, judges_from AS "judgesFrom" FROM monitor_versions
     WHERE monitor_id = $1 AND plan_id = $2 ORDER BY number DESC LIMIT ${MAX_DEFINITIONS}`,
    [id, planId],
  );
  return judging.parse(rows);
}

/** Windows to which something came, each with the definition that held for it. */
function windowsOf(changed: readonly Date[], all: readonly Judging[]) {
  const windows = new Map<number, ReturnType<typeof windowOf> & { by: Judging }>();
  for (const hour of changed)
    for (const by of all) {
      const window = windowOf(hour.getTime(), by.definition.window);
      if (window.opensAt < by.judgesFrom.getTime()) continue;
      windows.set(window.opensAt, { ...window, by });
      break;
    }
  return windows.values();
}

/** With the windows before, where too few rows in one are a fault: they were not over when something came last. */
function withEnded(changed: readonly Date[], [newest]: readonly Judging[]): readonly Date[] {
  if (!newest?.definition.quality.rows) return changed;
  const { window } = newest.definition;
  return changed.flatMap((at) => [at, new Date(windowOf(at.getTime(), window).opensAt - 1)]);
}

/** Judges the windows of a monitor that changed; answers whether it found anything new. */
async function look(due: Due): Promise<boolean> {
  const [plan] = await readPlans(pool(), [due.planId]);
  if (!plan) return false;
  let isNews = false;
  const all = await readJudging(due);
  if (plan.windowRows !== null) await forgetMoved(pool(), { monitorId: due.id, planId: plan.id });
  for (const { by, ...window } of windowsOf(withEnded(due.changed, all), all)) {
    const { version, definition, reference } = by;
    const current = await readWindowProfile(pool(), plan, window);
    if (current.rows === 0) continue;
    const judgement = judgeWindow(plan.columns, definition, { reference, current });
    // One of rows is over when the next begins, and has as many as it should then.
    const isOver =
      definition.window !== "rows" && window.closesAt + SETTLED_MS <= due.now.getTime();
    const { id: monitorId, workspaceId } = due;
    const isNew = await saveWindow(pool(), {
      ...{ workspaceId, monitorId, version, ...window },
      profile: current,
      judgement,
      quality: checkQuality(plan.columns, current, definition.quality, isOver),
      fullRows: plan.windowRows,
    });
    isNews ||= isNew;
  }
  await pool().query("UPDATE monitors SET looked_at = greatest(looked_at, $2) WHERE id = $1", [
    due.id,
    due.now,
  ]);
  return isNews;
}

/** Adds up what was counted and judges the windows it belongs to. Answers how many monitors were looked at. */
export async function lookAtMonitors(): Promise<number> {
  const until = performance.now() + TURN_MS;
  // However much was counted, some monitors are looked at in each turn.
  await addUpAll(until - TURN_MS / 2);
  await countVersions(until - TURN_MS / 4);
  const { rows } = await pool().query<Due>(DUE, [MAX_MONITORS]);
  let looked = 0;
  for (const due of rows) {
    if (performance.now() >= until) break;
    if (await look(due)) announce(due.workspaceId, "monitors", `monitor:${due.id}`);
    looked += 1;
  }
  return looked;
}
