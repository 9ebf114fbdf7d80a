import { formatCount, formatNumber, formatPercent } from "@/lib/core/format";
import type { MonitorDefinition } from "../schema/monitors";
import { importanceInWords } from "./importance";
import { BINNING_WORDS, limitInWords, METHOD_WORDS } from "./method-words";
import { limitsInWords, wholeInWords } from "./quality-words";
import { WINDOW_WORDS, windowDefinition } from "./words";

/** One difference between two definitions, in words. */
export interface Change {
  /** A column, or what holds for all. */
  of: string;
  what: string;
  before: string | null;
  after: string | null;
}

export interface Defined {
  reference: string;
  definition: MonitorDefinition;
  /** Whether each column holds numbers or categories. */
  kinds: Readonly<Record<string, "number" | "category">>;
}

type Facts = readonly (readonly [what: string, value: string])[];

const KIND_WORDS = { number: "numbers", category: "categories" } as const;
const SMALL_WORDS = { wait: "say nothing", robust: "judged by the robust difference" } as const;

const generally = ({ reference, definition }: Defined): Facts => {
  const {
    importanceSource: source,
    window,
    rows,
    share,
    minRows,
    smallWindows,
    target,
    quality,
  } = definition;
  return [
    ["reference", reference],
    ["window", window === "rows" ? windowDefinition({ window, rows }) : WINDOW_WORDS[window]],
    ["drifted from", formatPercent(share, 0)],
    ["least rows", formatCount(minRows)],
    ["windows with fewer rows", SMALL_WORDS[smallWindows]],
    ["answers", target === null ? "not watched" : `beside ${target}`],
    ["importance", source ? importanceInWords(source) : "as the columns say"],
    ["quality", wholeInWords(quality).join("; ") || "rows and freshness not looked at"],
  ];
};

function factsOf(defined: Defined, name: string): Facts | null {
  const { definition, kinds } = defined;
  const { columns } = definition;
  const column = columns.find((one) => one.name === name);
  if (!column) return null;
  const { method, threshold, limit, bins, importance } = column;
  const kind = kinds[name];
  return [
    ...(kind ? [["type", KIND_WORDS[kind]] as const] : []),
    ...(kind === "number" ? [["bins", BINNING_WORDS[bins]] as const] : []),
    ["method", METHOD_WORDS[method].label],
    ["threshold", limitInWords(limit, threshold)],
    ["importance", formatNumber(importance)],
    ["quality", qualityOf(defined, name)],
  ];
}

const qualityOf = ({ definition: { quality } }: Defined, name: string): string => {
  const held = quality.columns.find((one) => one.name === name);
  return (held && limitsInWords(held).join("; ")) || "not looked at";
};

function differences(of: string, before: Facts, after: Facts): Change[] {
  const known = new Map(before);
  const names = new Set([...known.keys(), ...after.map(([what]) => what)]);
  const next = new Map(after);
  return [...names].flatMap((what) => {
    const [one, other] = [known.get(what) ?? null, next.get(what) ?? null];
    return one === other ? [] : [{ of, what, before: one, after: other }];
  });
}

export const WHOLE = "the monitor";

/** What changes from one definition to another, what holds for all first. */
export function changesBetween(before: Defined, after: Defined): Change[] {
  const names = new Set(
    [before, after].flatMap(({ definition: { columns, quality } }) =>
      [...columns, ...quality.columns].map(({ name }) => name),
    ),
  );
  const columns = [...names].flatMap((name): Change[] => {
    const [one, other] = [factsOf(before, name), factsOf(after, name)];
    if (one && other) return differences(name, one, other);
    if (!one && !other)
      return differences(
        name,
        [["quality", qualityOf(before, name)]],
        [["quality", qualityOf(after, name)]],
      );
    const leftOut = after.definition.leftOut.find((column) => column.name === name);
    return other
      ? [{ of: name, what: "column", before: "left out", after: "watched" }]
      : [
          {
            of: name,
            what: "column",
            before: "watched",
            after: `left out: ${leftOut?.reason ?? ""}`,
          },
        ];
  });
  return [...differences(WHOLE, generally(before), generally(after)), ...columns];
}
