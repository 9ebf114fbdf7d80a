import "server-only";
import { type Actor, assertCan } from "@/lib/access/actor";
import { AppError } from "@/lib/core/errors";
import type { WatchedColumn } from "@/lib/datasets/schema/window-profiles";
import { pool } from "@/lib/db/pool";
import { findServing } from "@/lib/deployments/queries/serving";
import { deploymentNotFound } from "@/lib/deployments/sql/deployments";
import type { ProfilePlan } from "@/lib/gateway/rules/profiled";
import { readPlans } from "@/lib/gateway/sql/profile-plans";
import type { DefinitionPreviewDto } from "../dto/definitions";
import { changesBetween, type Defined } from "../rules/definition-changes";
import { isOff, judgeWindow } from "../rules/judge-window";
import { sentColumns } from "../rules/served";
import { settledWindow, windowOf } from "../rules/windows";
import type { DraftDefinitionInput } from "../schema/definitions";
import type { MonitorDefinition, WindowKind } from "../schema/monitors";
import {
  readDefinitions,
  readNewestHours,
  readWindowsTold,
  type StoredDefinition,
} from "../sql/definitions";
import { readMonitor } from "../sql/monitors";
import { type ReferenceData, readReference } from "../sql/references";
import { readWindowProfile } from "../sql/windows";
import { type BuiltDefinition, buildDefinition, type KnownWindows } from "./build-definition";
import { toDefined } from "./definitions";
import { readRunImportance } from "./run-importance";

/** Windows of which a usual size is told. */
const RECENT = 30;
/** Good ones where nobody names them. */
const TYPICAL = 10;
const PREVIEWED = 10;
/** Hours that as many of the longest windows hold. */
const MOST_HOURS = PREVIEWED * 168;

export interface DraftDefinition extends BuiltDefinition {
  deploymentId: bigint;
  before: StoredDefinition;
  plan: ProfilePlan;
  reference: ReferenceData;
  /** What differs, in words. */
  changes: ReturnType<typeof changesBetween>;
}

const sameColumn = (one: WatchedColumn, other: WatchedColumn): boolean =>
  JSON.stringify(one) === JSON.stringify(other);

const lengthOf = (kind: WindowKind): number => {
  const { opensAt, closesAt } = windowOf(0, kind);
  return closesAt - opensAt;
};

/** Rows of the newest windows of a length that are over. */
async function readRecentRows(
  place: { workspaceId: string; monitor: number },
  window: WindowKind,
): Promise<number[]> {
  const told = await readWindowsTold(pool(), place, { order: "DESC", limit: RECENT });
  const now = Date.now();
  return told
    .filter(({ opensAt, closesAt }) => closesAt - opensAt === lengthOf(window) && closesAt <= now)
    .map(({ rows }) => rows);
}

function typicalOf(recent: readonly number[]): number | null {
  const sorted = recent.toSorted((a, b) => a - b);
  return sorted[Math.floor(sorted.length / 2)] ?? null;
}

/** Whether counts are kept in windows of so many rows, or by the hour, as a definition wants them. */
export const isCountedFor = (
  { windowRows }: Pick<ProfilePlan, "windowRows">,
  { rows }: Pick<MonitorDefinition, "rows">,
): boolean => windowRows === (rows ?? null);

/** Windows that are named, else the first ones that had enough rows, in the bins that hold now. */
function knownWindows(
  place: { workspaceId: string; monitor: number },
  plan: ProfilePlan,
  { window, rows: windowRows, minRows }: { window: WindowKind; rows?: number; minRows: number },
): KnownWindows {
  return async (column, chosen) => {
    if (!isCountedFor(plan, { rows: windowRows })) return null;
    const at = plan.columns.findIndex((one) => sameColumn(one, column));
    if (at < 0) return null;
    const first = async () => {
      const told = await readWindowsTold(pool(), place, { order: "ASC", limit: 10 * TYPICAL });
      return told.filter(({ rows }) => rows >= minRows).slice(0, TYPICAL);
    };
    const opens = chosen ?? (await first()).map(({ opensAt }) => opensAt);
    const profiles = await Promise.all(
      opens.map(async (opensAt) => {
        const one = windowOf(opensAt, window);
        const { rows, columns } = await readWindowProfile(pool(), plan, one);
        const counts = columns[at];
        return counts && rows >= minRows ? [{ opensAt: one.opensAt, counts }] : [];
      }),
    );
    return profiles.flat();
  };
}

function definedBy({ watch, definition }: BuiltDefinition, reference: ReferenceData): Defined {
  return {
    definition,
    reference: `${reference.dataset}, version ${reference.version}`,
    kinds: Object.fromEntries(watch.columns.map(({ name, kind }) => [name, kind])),
  };
}

/** Importances that nobody changed still come from where they came from. */
function keptSource(before: MonitorDefinition, after: MonitorDefinition) {
  const weightsOf = ({ columns }: MonitorDefinition) =>
    JSON.stringify(columns.map(({ name, importance }) => [name, importance]));
  return weightsOf(before) === weightsOf(after) ? before.importanceSource : null;
}

/** A definition that would hold in place of the present one. Throws INVALID for what does not fit. */
export async function draftDefinition(
  actor: Actor,
  { monitor, ...input }: DraftDefinitionInput,
): Promise<DraftDefinition> {
  assertCan(actor, "monitor:write");
  assertCan(actor, "dataset:read");
  const { workspaceId } = actor;
  const place = { workspaceId, monitor };
  const { deployment } = await readMonitor(workspaceId, monitor);
  if (deployment === null)
    throw new AppError("INVALID", "Only definitions of monitors of deployments can be changed.");
  const serving = await findServing(pool(), workspaceId, deployment);
  if (!serving) throw deploymentNotFound(deployment);
  const [before] = await readDefinitions(pool(), place, { before: null, limit: 1 });
  const [plan] = before ? await readPlans(pool(), [before.planId]) : [];
  if (!before || !plan) throw new Error("A monitor has no definition.");
  const named = input.reference ?? before.reference;
  const reference = await readReference(pool(), workspaceId, named);
  const windows = settledWindow(input.window);
  const recentRows = windows.rows ? [] : await readRecentRows(place, windows.window);
  const built = await buildDefinition(actor, input, {
    ...{ reference, sent: sentColumns(serving) },
    ...{ recentRows, typicalRows: windows.rows ?? typicalOf(recentRows) },
    windows: knownWindows(place, plan, { ...windows, minRows: input.minRows }),
    importance: input.importances === "run" ? await readRunImportance(actor, serving) : null,
  });
  built.definition.importanceSource ??= keptSource(before.definition, built.definition);
  const changes = changesBetween(toDefined(before), definedBy(built, reference));
  return { ...built, deploymentId: serving.deploymentId, before, plan, reference, changes };
}

/** The newest windows of a length, by the hours in which something was counted. */
async function newestWindows(plan: ProfilePlan, kind: WindowKind) {
  const hours = await readNewestHours(pool(), plan.id, MOST_HOURS);
  const windows = new Map(
    hours.map((hour) => {
      const window = windowOf(hour, kind);
      return [window.opensAt, window] as const;
    }),
  );
  return [...windows.values()].slice(0, PREVIEWED);
}

/** What a definition would say of the newest windows, before it is kept. */
export async function previewDefinition(
  actor: Actor,
  input: DraftDefinitionInput,
): Promise<DefinitionPreviewDto> {
  assertCan(actor, "monitor:write");
  const { watch, definition, plan, changes } = await draftDefinition(actor, input);
  const isCounted = isCountedFor(plan, definition);
  const places = watch.columns.map((column) =>
    isCounted ? plan.columns.findIndex((one) => sameColumn(one, column)) : -1,
  );
  const counted = watch.columns.filter((_column, at) => (places[at] ?? -1) >= 0);
  const uncounted = watch.columns.filter((one) => !counted.includes(one)).map(({ name }) => name);
  if (counted.length === 0) return { changes, windows: [], uncounted };
  const reference = {
    ...watch.reference,
    columns: watch.reference.columns.filter((_counts, at) => (places[at] ?? -1) >= 0),
  };
  const place = { workspaceId: actor.workspaceId, monitor: input.monitor };
  const told = await readWindowsTold(pool(), place, { order: "DESC", limit: 5 * PREVIEWED });
  const windows = [];
  for (const window of await newestWindows(plan, definition.window)) {
    const profile = await readWindowProfile(pool(), plan, window);
    const columns = places.flatMap((at) => profile.columns[at] ?? []);
    const found = judgeWindow(counted, definition, {
      reference,
      current: { ...profile, columns },
    });
    const known = told.find(
      ({ opensAt, closesAt }) => opensAt === window.opensAt && closesAt === window.closesAt,
    );
    const { verdict, share, findings } = found;
    windows.push({
      ...{ ...window, rows: profile.rows, after: { verdict, share } },
      before: known ? { verdict: known.verdict, share: known.share } : null,
      drifted: findings.filter((one) => isOff(one.verdict)).map(({ name }) => name),
    });
  }
  return { changes, windows, uncounted };
}
