import type { DefinitionEditorDto, EditedColumnDto } from "@/lib/monitors/dto/definitions";
import type { ReferenceDto } from "@/lib/monitors/dto/screens";
import { METHOD_FACTS } from "@/lib/monitors/rules/window-methods";
import type { Limit, LimitInput, MonitorMethod } from "@/lib/monitors/schema/methods";
import type { Binning, MonitorDefinition, WindowKind } from "@/lib/monitors/schema/monitors";
import type { ColumnQuality, Quality } from "@/lib/monitors/schema/quality";

export type LimitKind = LimitInput["kind"];

/** A column as it is edited; numbers as they are typed. */
export interface EditedColumn {
  name: string;
  type: EditedColumnDto["type"];
  source: EditedColumnDto["source"];
  distinct: number;
  /** Why it is left out by itself. */
  reason: string | null;
  wasWatched: boolean;
  isWatched: boolean;
  kind: "number" | "category";
  /** Null while it was left out. */
  wasKind: "number" | "category" | null;
  bins: Binning;
  method: MonitorMethod;
  limitKind: LimitKind;
  /** The distance, the p-value, or the windows between false alarms. */
  value: string;
  /** What a learned threshold was learned from. */
  learned: Extract<Limit, { kind: "learned" }> | null;
  learnFrom: "reference" | "windows";
  /** Empty where the run says it. */
  importance: string;
  /** What its quality is held to; null where that is not known yet. */
  held: ColumnQuality | null;
  /** Other limits of the quality, in percent as they are typed; what is empty stays. */
  missing: string;
  invalid: string;
  /** Of values that are unseen, or outside of the range. */
  beyond: string;
  /** Of values that came before. */
  repeated: string;
}

export interface EditForm {
  window: WindowKind;
  /** Of a window, where windows are of rows. */
  windowRows: string;
  /** In percent. */
  share: string;
  minRows: string;
  smallWindows: MonitorDefinition["smallWindows"];
  /** Null as long as the present one stays. */
  reference: ReferenceDto | null;
  /** Minutes; empty where it is not looked at. */
  freshMinutes: string;
  rows: "none" | "same" | "learned";
  repeatedRows: "none" | "same" | "learned";
  /** What holds for the quality now. */
  quality: Quality;
  /** Whether importances that no column says are taken from the run of the served version. */
  isFromRun: boolean;
  columns: EditedColumn[];
}

const DEFAULTS: Pick<
  EditedColumn,
  "bins" | "method" | "limitKind" | "value" | "learned" | "learnFrom" | "importance"
> = {
  ...{ bins: "equal_width", method: "jensen_shannon", limitKind: "constant", value: "0.1" },
  ...{ learned: null, learnFrom: "reference", importance: "1" },
};

const typedValue = (limit: Limit, threshold: number): string =>
  limit.kind === "false_alarms"
    ? String(limit.windows)
    : limit.kind === "learned"
      ? ""
      : String(threshold);

function toEdited(column: EditedColumnDto, quality: Quality): EditedColumn {
  const { name, type, source, distinct, reason, settings } = column;
  const kind = column.kind ?? (type === "number" ? "number" : "category");
  const common = {
    ...{ name, type, source, distinct, reason, kind, wasKind: column.kind },
    held: quality.columns.find((one) => one.name === name) ?? null,
    ...{ missing: "", invalid: "", beyond: "", repeated: "" },
    ...{ wasWatched: settings !== null, isWatched: settings !== null },
  };
  if (!settings) return { ...common, ...DEFAULTS };
  const { bins, method, limit, threshold, importance } = settings;
  return {
    ...{ ...common, bins, method, limitKind: limit.kind, value: typedValue(limit, threshold) },
    learned: limit.kind === "learned" ? limit : null,
    learnFrom: limit.kind === "learned" ? limit.from : "reference",
    importance: String(importance),
  };
}

export function firstEditForm({ current, columns }: DefinitionEditorDto): EditForm {
  const { window, share, minRows, smallWindows, quality } = current.definition;
  const { rows, repeatedRows, freshMinutes } = quality;
  return {
    ...{ quality, rows: rows ? "same" : "none" },
    repeatedRows: repeatedRows === null ? "none" : "same",
    freshMinutes: freshMinutes === null ? "" : String(freshMinutes),
    windowRows: String(current.definition.rows ?? 1_000),
    ...{ window, share: String(Math.round(share * 1_000) / 10), minRows: String(minRows) },
    ...{
      smallWindows,
      reference: null,
      isFromRun: false,
      columns: columns.map((column) => toEdited(column, quality)),
    },
  };
}

const toNumber = (text: string): number =>
  text.trim() === "" ? Number.NaN : Number(text.trim().replace(",", "."));

function toLimit({ limitKind, value, learned, learnFrom }: EditedColumn): LimitInput {
  switch (limitKind) {
    case "constant":
      return { kind: limitKind, value: toNumber(value) };
    case "p_value":
      return { kind: limitKind, rate: toNumber(value) };
    case "false_alarms":
      return { kind: limitKind, windows: toNumber(value) };
    case "learned": {
      // From the same chunks or windows as before, so that nothing changes that nobody changed.
      const same = learned?.from === learnFrom ? learned : null;
      return {
        ...{ kind: limitKind, from: learnFrom },
        ...(same?.size ? { size: same.size } : {}),
        ...(same && same.windows.length > 0 ? { windows: same.windows } : {}),
      };
    }
  }
}

const percent = (text: string): number => toNumber(text) / 100;

const repeatedOf = (repeated: string) => (repeated === "" ? {} : { repeated: percent(repeated) });

/** Of a column that is left out it is only told whether its values repeat. */
function heldWhileLeftOut({ name, held, repeated }: EditedColumn, isKept: boolean) {
  const before = isKept && held ? { repeated: held.repeated } : {};
  const said = { ...before, ...repeatedOf(repeated) };
  return Object.keys(said).length > 0 ? [{ name, ...said }] : [];
}

/** Limits stay what they are, but for columns of another type and beside another reference, of which they are learned anew. */
function heldTo(column: EditedColumn, isKept: boolean) {
  const { name, kind, wasKind, held, missing, invalid, beyond, repeated } = column;
  const values = kind === "number" ? "outside" : "unseen";
  const said = {
    ...(missing === "" ? {} : { missing: percent(missing) }),
    ...(invalid === "" ? {} : { invalid: percent(invalid) }),
    ...(beyond === "" ? {} : { [values]: percent(beyond) }),
    ...repeatedOf(repeated),
  };
  const before = isKept && kind === wasKind ? held : null;
  return before || Object.keys(said).length > 0 ? [{ name, ...before, ...said }] : [];
}

function toQuality(form: EditForm) {
  const { quality, rows, repeatedRows, freshMinutes, reference, columns } = form;
  const isKept = reference === null;
  return {
    columns: columns.flatMap((column) =>
      column.isWatched ? heldTo(column, isKept) : heldWhileLeftOut(column, isKept),
    ),
    repeatedRows:
      repeatedRows === "none"
        ? null
        : repeatedRows === "learned"
          ? repeatedRows
          : quality.repeatedRows,
    rows: rows === "none" ? null : rows === "learned" ? rows : quality.rows,
    freshMinutes: freshMinutes.trim() === "" ? null : toNumber(freshMinutes),
  };
}

const LEFT_OUT = "Somebody left it out.";

/** What the form says, as the door takes it. */
export function toDraftInput(form: EditForm) {
  const { smallWindows, reference } = form;
  return {
    window: form.window === "rows" ? { rows: toNumber(form.windowRows) } : form.window,
    ...{ smallWindows, share: toNumber(form.share) / 100, minRows: toNumber(form.minRows) },
    ...(reference && {
      reference: { datasetId: reference.datasetId, version: reference.version },
    }),
    ...(form.isFromRun ? { importances: "run" as const } : {}),
    quality: toQuality(form),
    columns: form.columns.flatMap((column) => {
      const { name, isWatched, wasWatched, reason, kind, bins, method, type } = column;
      if (!isWatched) return wasWatched || reason === LEFT_OUT ? [{ name, isWatched: false }] : [];
      const own = type === "number" ? { kind } : {};
      return [
        {
          ...{ name, isWatched, ...own, bins, method, limit: toLimit(column) },
          ...(column.importance === "" ? {} : { importance: toNumber(column.importance) }),
        },
      ];
    }),
  };
}

/** Lets the run of the served version say how important all columns are. */
export const fromRun = ({ columns }: EditForm) => ({
  isFromRun: true,
  columns: columns.map((column) => ({ ...column, importance: "" })),
});

export type ColumnChange = Partial<
  Pick<
    EditedColumn,
    | "isWatched"
    | "kind"
    | "bins"
    | "method"
    | "limitKind"
    | "value"
    | "learnFrom"
    | "importance"
    | "missing"
    | "invalid"
    | "beyond"
    | "repeated"
  >
>;

/** A column with a change, as far as it is for columns of its kind; a method that is not stays what it was. */
export function changed(column: EditedColumn, change: ColumnChange): EditedColumn {
  const isNumber = column.type === "number";
  const kind = isNumber ? (change.kind ?? column.kind) : column.kind;
  const wanted = change.method ?? column.method;
  const isFor = (method: MonitorMethod) => METHOD_FACTS[method].kinds.includes(kind);
  const method = isFor(wanted) ? wanted : isFor(column.method) ? column.method : DEFAULTS.method;
  const next = { ...column, ...change, kind, method };
  const { judges } = METHOD_FACTS[method];
  const isDistance = next.limitKind === "constant" || next.limitKind === "learned";
  if (judges === "test" && isDistance) return { ...next, limitKind: "p_value", value: "0.05" };
  if (judges === "distance" && next.limitKind === "p_value")
    return { ...next, limitKind: "constant", value: DEFAULTS.value };
  return next;
}
