import "server-only";
import { type Actor, assertCan } from "@/lib/access/actor";
import { AppError } from "@/lib/core/errors";
import { readVersionColumn } from "@/lib/datasets/queries/version-columns";
import type { ColumnValues } from "@/lib/datasets/schema/table-scan";
import type { ColumnCounts, WatchedColumn } from "@/lib/datasets/schema/window-profiles";
import { type Draft, draftColumns, settled } from "../rules/define";
import { weighColumns } from "../rules/importance";
import { chunkCounts, FEWEST_LEARNED, type Learned, learnLimit } from "../rules/learn-limit";
import { learnQuality } from "../rules/quality";
import { rebinned } from "../rules/rebin";
import { keysOf, repeatedRowsOf } from "../rules/repeated";
import { ANSWER, chooseColumns, type Watch } from "../rules/watch-columns";
import { settledWindow } from "../rules/windows";
import type { DefinitionSettings, MonitorDefinition } from "../schema/monitors";
import type { ReferenceData } from "../sql/references";
import type { RunImportance } from "./run-importance";

/** Of a reference whose chunks nobody gave a size. */
const CHUNKS = 10;

/** Counts of a column in windows that are known to be good, with their beginnings; null for a column with other bins. */
export type KnownWindows = (
  column: WatchedColumn,
  chosen: readonly number[] | undefined,
) => Promise<{ opensAt: number; counts: ColumnCounts }[] | null>;

export interface Sources {
  reference: ReferenceData;
  /** Columns that the model is sent; null when its signature does not say. */
  sent: readonly string[] | null;
  /** Rows that a window holds typically, when there are some. */
  typicalRows: number | null;
  /** Rows of the newest windows that are over. */
  recentRows: readonly number[];
  windows: KnownWindows;
  /** What a run logged; null when it did not, or nobody asks it. */
  importance: RunImportance | null;
}

export interface BuiltDefinition {
  watch: Watch;
  definition: MonitorDefinition;
}

function assertKnown(
  { columns, window, quality }: DefinitionSettings,
  { profile }: ReferenceData,
): void {
  if (typeof window === "object" && quality.rows !== null) {
    const message = "Windows of rows all have as many rows: how many are usual cannot be asked.";
    throw new AppError("INVALID", message, { quality: message });
  }
  const names = new Set(profile.columns.map(({ name }) => name));
  const unknown = columns.find(({ name }) => !names.has(name) && name !== ANSWER);
  if (!unknown) return;
  const message = `The reference has no column “${unknown.name}”.`;
  throw new AppError("INVALID", message, { columns: message });
}

const noImportance = () => {
  const message =
    "The run of the served version logged no importance of the watched columns: there is no feature_importance_*.json among its artifacts, or it names others.";
  return new AppError("INVALID", message, { importances: message });
};

type ReadValues = (column: WatchedColumn) => Promise<ColumnValues>;

/** Values of the reference's columns, each read once. */
function readingOnce(actor: Actor, { reference }: Sources, { target }: Watch): ReadValues {
  const read = new Map<string, Promise<ColumnValues>>();
  return ({ name, source, kind }) => {
    const key = `${kind} ${name}`;
    const known =
      read.get(key) ??
      readVersionColumn(actor, {
        datasetVersion: String(reference.versionId),
        column: source === "answer" ? (target ?? name) : name,
        as: kind === "number" ? "numbers" : "texts",
      });
    read.set(key, known);
    return known;
  };
}

async function rebinColumns(
  drafts: readonly Draft[],
  watch: Watch,
  read: ReadValues,
): Promise<Watch> {
  const columns = [...watch.columns];
  const counts = [...watch.reference.columns];
  for (const [at, { column, bins }] of drafts.entries()) {
    const own = counts[at];
    if (bins === "equal_width" || column.kind !== "number" || own?.kind !== "number") continue;
    const found = await read(column);
    const other = found.kind === "numbers" && rebinned(column, own, { values: found.values, bins });
    if (!other) continue;
    columns[at] = other.column;
    counts[at] = other.counts;
  }
  return { ...watch, columns, reference: { ...watch.reference, columns: counts } };
}

/** Values as they would be sent. */
function cellsOf(column: WatchedColumn, values: ColumnValues): unknown[] {
  if (values.kind === "numbers")
    return Array.from(values.values, (value) => (Number.isNaN(value) ? null : value));
  const isNumeric =
    column.kind === "category" &&
    values.texts.every((text) => text !== "" && Number.isFinite(Number(text)));
  const texts = isNumeric ? values.texts.map((text) => String(Number(text))) : values.texts;
  return Array.from(values.places, (place) => texts[place] ?? null);
}

const tooLittle = (name: string, what: string) => {
  const message = `“${name}”: there is too little to learn a threshold from: at least ${FEWEST_LEARNED} ${what} are needed.`;
  return new AppError("INVALID", message, { columns: message });
};

async function learn(
  { method, wish }: Draft,
  { column, reference }: { column: WatchedColumn; reference: ColumnCounts },
  sources: Sources,
  read: ReadValues,
): Promise<Learned> {
  if (wish.kind !== "learned") throw new Error("There is nothing to learn.");
  const known = { column, reference, method };
  if (wish.from === "windows") {
    const usual = await sources.windows(column, wish.windows);
    if (usual === null) {
      const message = `“${column.name}” is counted in other bins or windows from now on: learn its threshold from the reference.`;
      throw new AppError("INVALID", message, { columns: message });
    }
    const counts = usual.map((one) => one.counts);
    const windows = usual.map(({ opensAt }) => opensAt);
    const learned = learnLimit(known, counts, { from: "windows", size: null, windows });
    if (!learned) throw tooLittle(column.name, "windows with enough rows");
    return learned;
  }
  const cells = cellsOf(column, await read(column));
  const typical = wish.size ?? sources.typicalRows ?? Math.floor(cells.length / CHUNKS);
  const size = Math.max(2, typical);
  const chunks = chunkCounts(column, cells, size);
  const learned = learnLimit(known, chunks, { from: "reference", size, windows: [] });
  if (!learned) throw tooLittle(column.name, `chunks of ${size} rows`);
  return learned;
}

/** Rows of a reference among which those are counted that are alike. */
const COMPARED_ROWS = 100_000;

async function repeatedRows({ columns }: Watch, read: ReadValues): Promise<number> {
  const inputs = columns.filter(({ source }) => source === "input");
  const cells = await Promise.all(
    inputs.map(async (column) => [column.name, cellsOf(column, await read(column))] as const),
  );
  const length = Math.min(COMPARED_ROWS, ...cells.map(([, values]) => values.length));
  const rows = Array.from({ length }, (_row, at) =>
    Object.fromEntries(cells.map(([name, values]) => [name, values[at]])),
  );
  return repeatedRowsOf(
    inputs.map(({ name }) => name),
    rows,
  );
}

/**
 * A definition made of what somebody wishes: columns and bins from the reference, thresholds learned where they are to be. Throws
 * INVALID for what does not fit the reference.
 */
export async function buildDefinition(
  actor: Actor,
  settings: DefinitionSettings,
  sources: Sources,
): Promise<BuiltDefinition> {
  assertCan(actor, "dataset:read");
  const { profile } = sources.reference;
  assertKnown(settings, sources.reference);
  const wished = <Value>(
    read: (column: DefinitionSettings["columns"][number]) => Value | undefined,
  ) => {
    const wishes = new Map<string, Value>();
    for (const column of settings.columns) {
      const value = read(column);
      if (value !== undefined) wishes.set(column.name, value);
    }
    return wishes;
  };
  const chosen = chooseColumns(profile, {
    choices: wished(({ isWatched }) => isWatched),
    kinds: wished(({ kind }) => kind),
    sent: sources.sent,
  });
  const weights = sources.importance && weighColumns(chosen.columns, sources.importance.features);
  if (settings.importances === "run" && !weights) throw noImportance();
  const drafts = draftColumns(settings, chosen, profile, weights);
  const read = readingOnce(actor, sources, chosen);
  const watch = await rebinColumns(drafts, chosen, read);
  const columns: MonitorDefinition["columns"] = [];
  for (const [at, draft] of drafts.entries()) {
    const [column, reference] = [watch.columns[at], watch.reference.columns[at]];
    if (!column || !reference) throw new Error("A column was lost.");
    const { name, bins, method, importance } = draft;
    const known = settled(draft);
    columns.push(
      known ?? {
        ...{ name, bins, method, importance },
        ...(await learn(draft, { column, reference }, sources, read)),
      },
    );
  }
  const { window, share, minRows, smallWindows } = settings;
  const { leftOut, target } = watch;
  const { recentRows } = sources;
  const quality = learnQuality(settings.quality, watch, recentRows, {
    keys: keysOf(profile, watch),
    rows: settings.quality.repeatedRows === "learned" ? await repeatedRows(watch, read) : null,
  });
  return {
    watch,
    definition: {
      ...settledWindow(window),
      ...{ share, minRows, smallWindows, columns, leftOut, target, quality },
      importanceSource: weights ? (sources.importance?.source ?? null) : null,
    },
  };
}
