import "server-only";
import { type Actor, assertCan } from "@/lib/access/actor";
import { AppError } from "@/lib/core/errors";
import type { WindowProfile } from "@/lib/datasets/schema/window-profiles";
import { pool } from "@/lib/db/pool";
import type { ComparedColumnDto } from "../dto/compared-columns";
import type { MonitorComparisonDto } from "../dto/comparisons";
import { type MonitorDto, toMonitorDto } from "../dto/monitors";
import { courseOf, figuresOf, judgeSides } from "../rules/comparison";
import { distributionOf } from "../rules/distribution";
import { byDistance, tallyOf } from "../rules/heat-map";
import { isOff } from "../rules/judge-window";
import { longerWindows, nameOfSide, type Side, sideOfWindow } from "../rules/window-names";
import {
  type ComparedInput,
  type CompareSidesInput,
  REPORTED_COLUMNS,
} from "../schema/comparisons";
import type { ColumnFinding } from "../schema/monitors";
import { readCourse } from "../sql/courses";
import { type KnownDefinition, readDefinition } from "../sql/known-definitions";
import { readDatasetWindow, readMonitor, readWindow } from "../sql/monitors";
import { readWindowProfile } from "../sql/windows";
import { listWindows } from "./monitors";

/** Windows that may be chosen; others are named in the address. */
const CHOICES = 60;

export interface LaidOut {
  monitor: MonitorDto;
  /** The number of the definition that both sides are laid out by. */
  version: number;
  known: KnownDefinition;
  sides: { before: Side; after: Side };
  profiles: { before: WindowProfile; after: WindowProfile };
}

interface WindowColumn {
  monitor: number;
  opensAt: number;
  closesAt: number;
  datasetVersion: number | null;
  column: string;
}

const windowOfSide = (side: Side) => (side.kind === "window" ? side : null);

function newestSide({ last }: MonitorDto): Side {
  if (!last) throw new AppError("NOT_FOUND", "Nothing has come yet that could be compared.");
  return sideOfWindow(last);
}

/** A side by when its version came. Throws NOT_FOUND for a version that is no window. */
async function placed({ workspaceId }: Actor, monitor: number, side: Side): Promise<Side> {
  if (side.kind === "reference" || !side.datasetVersion) return side;
  const { datasetVersion } = side;
  const found = await readDatasetWindow(pool(), { workspaceId, monitor, datasetVersion });
  if (!found)
    throw new AppError("NOT_FOUND", `Version ${datasetVersion} is no window of the monitor.`);
  return sideOfWindow(found);
}

/** The definition that the second window was judged by, else the first one, else the one that holds. */
async function versionOf(
  { workspaceId }: Actor,
  { id, version }: MonitorDto,
  { before, after }: LaidOut["sides"],
): Promise<number> {
  for (const side of [after, before]) {
    const window = windowOfSide(side);
    const found =
      window && (await readWindow(pool(), { workspaceId, monitor: id, opensAt: window.opensAt }));
    if (found && found.closesAt === window.closesAt) return found.version;
  }
  return version;
}

/** Both sides counted in the same bins. Throws NOT_FOUND for a monitor that is not there, or to which nothing came. */
export async function layOut(
  actor: Actor,
  { monitor: id, before, after }: ComparedInput,
): Promise<LaidOut> {
  assertCan(actor, "monitor:read");
  const { workspaceId } = actor;
  const monitor = toMonitorDto(await readMonitor(workspaceId, id));
  const sides = {
    before: await placed(actor, id, before),
    after: after ? await placed(actor, id, after) : newestSide(monitor),
  };
  const version = await versionOf(actor, monitor, sides);
  const known = await readDefinition(pool(), { workspaceId, monitor: id, version });
  const profileOf = (side: Side) =>
    side.kind === "reference" ? known.reference : readWindowProfile(pool(), known.plan, side);
  const profiles = { before: await profileOf(sides.before), after: await profileOf(sides.after) };
  return { monitor, version, known, sides, profiles };
}

/** One column of both sides. */
async function readColumn(
  { workspaceId }: Actor,
  { monitor, known, sides, profiles }: LaidOut,
  finding: ColumnFinding,
): Promise<ComparedColumnDto | null> {
  const at = known.plan.columns.findIndex(({ name }) => name === finding.name);
  const watched = known.plan.columns[at];
  const [before, after] = [profiles.before.columns[at], profiles.after.columns[at]];
  if (!watched || !before || !after) return null;
  const window = windowOfSide(sides.after);
  const course = window
    ? await readCourse(pool(), {
        ...{ workspaceId, monitor: monitor.id },
        ...{ column: finding.name, opensAt: window.opensAt },
      })
    : [];
  const [newest] = course;
  const isJudged = newest?.opensAt === window?.opensAt && newest?.closesAt === window?.closesAt;
  return {
    finding,
    distribution: distributionOf(watched, before, after),
    edges: watched.kind === "number" ? [...watched.edges] : null,
    before: figuresOf(before, profiles.before.rows),
    after: figuresOf(after, profiles.after.rows),
    course: isJudged ? courseOf(course) : null,
  };
}

/** Windows that something came in, the longer ones that they lie in, and the chosen sides. */
async function choicesOf(actor: Actor, { monitor, sides }: LaidOut): Promise<string[]> {
  const page = { monitor: monitor.id, limit: CHOICES, pageToken: undefined };
  const { items } = await listWindows(actor, page);
  const moments = items.map(({ opensAt }) => opensAt);
  const { window } = monitor.definition;
  return [
    ...new Set([
      ...items.map((one) => nameOfSide(sideOfWindow(one))),
      ...longerWindows(window, moments).map(nameOfSide),
      ...[sides.before, sides.after].filter(({ kind }) => kind === "window").map(nameOfSide),
    ]),
  ];
}

/** A column of a window beside the reference. Null for one that is not watched. */
export async function readWindowColumn(
  actor: Actor,
  { monitor, column, ...window }: WindowColumn,
): Promise<ComparedColumnDto | null> {
  assertCan(actor, "monitor:read");
  const after = sideOfWindow(window);
  const laid = await layOut(actor, { monitor, before: { kind: "reference" }, after });
  const { findings } = judgeSides(laid.known.plan.columns, laid.known.definition, laid.profiles);
  const found = findings.find(({ name }) => name === column);
  return found ? readColumn(actor, laid, found) : null;
}

async function toComparison(
  actor: Actor,
  laid: LaidOut,
  findings: ColumnFinding[],
  chosen: ColumnFinding | undefined,
): Promise<Omit<MonitorComparisonDto, "verdict" | "share" | "tally" | "hidden">> {
  const { monitor, version, known, sides, profiles } = laid;
  const { definition, data } = known;
  const sideOf = (end: "before" | "after") => ({
    ...{ name: nameOfSide(sides[end]), side: sides[end], rows: profiles[end].rows },
  });
  const { id, name, deployment, dataset } = monitor;
  const { window, target, minRows, share } = definition;
  return {
    monitor: { id, name, deployment, dataset, window, target, reference: data },
    ...{ version, minRows, limit: share, findings },
    ...{ before: sideOf("before"), after: sideOf("after") },
    column: chosen ? await readColumn(actor, laid, chosen) : null,
    choices: await choicesOf(actor, laid),
  };
}

/** Two windows, or the reference and one, column by column. Throws NOT_FOUND. */
export async function compareSides(
  actor: Actor,
  input: CompareSidesInput,
): Promise<MonitorComparisonDto> {
  assertCan(actor, "monitor:read");
  const laid = await layOut(actor, input);
  const judged = judgeSides(laid.known.plan.columns, laid.known.definition, laid.profiles);
  const sorted = judged.findings.toSorted(byDistance);
  const chosen = sorted.find(({ name }) => name === input.column) ?? sorted[0];
  const shown = sorted.slice(0, input.columns);
  if (chosen && !shown.includes(chosen)) shown.push(chosen);
  return {
    ...(await toComparison(actor, laid, shown, chosen)),
    ...{ verdict: judged.verdict, share: judged.share, tally: tallyOf(sorted) },
    hidden: sorted.length - shown.length,
  };
}

/** Both sides with every column, and the distributions of those that are not as they were, the chosen one first. */
export async function reportSides(
  actor: Actor,
  input: ComparedInput & { column?: string | undefined },
): Promise<{ comparison: MonitorComparisonDto; columns: ComparedColumnDto[] }> {
  assertCan(actor, "monitor:read");
  const laid = await layOut(actor, input);
  const judged = judgeSides(laid.known.plan.columns, laid.known.definition, laid.profiles);
  const sorted = judged.findings.toSorted(byDistance);
  const chosen = sorted.find(({ name }) => name === input.column) ?? sorted[0];
  const off = sorted.filter((one) => one !== chosen && isOff(one.verdict));
  const columns = [];
  for (const finding of [...(chosen ? [chosen] : []), ...off].slice(0, REPORTED_COLUMNS))
    columns.push(await readColumn(actor, laid, finding));
  return {
    comparison: {
      ...(await toComparison(actor, laid, sorted, undefined)),
      ...{ verdict: judged.verdict, share: judged.share, tally: tallyOf(sorted), hidden: 0 },
    },
    columns: columns.filter((column) => column !== null),
  };
}
