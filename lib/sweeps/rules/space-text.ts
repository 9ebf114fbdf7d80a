import { type Dimension, dimensionInput, type Space } from "../schema";

type Value = string | number | boolean;

const LINE = /^([A-Za-z_]\w*)\s*[=:]\s*(.+)$/;
const NUMBER = String.raw`[-+]?(?:\d+\.?\d*|\.\d+)(?:[eE][-+]?\d+)?`;
const RANGE = new RegExp(
  String.raw`^(${NUMBER})\s*\.\.\s*(${NUMBER})((?:\s+(?:log|linear|integer))*)$`,
);
const IS_NUMBER = new RegExp(`^${NUMBER}$`);

function readValue(text: string): Value {
  if (text === "true" || text === "false") return text === "true";
  const quoted = /^"(.*)"$/.exec(text);
  if (quoted) return quoted[1] ?? "";
  return IS_NUMBER.test(text) ? Number(text) : text;
}

function dimensionOf(text: string): unknown {
  const range = RANGE.exec(text);
  if (!range) {
    const given = text.split(",").map((one) => one.trim());
    return { values: given.filter((one) => one !== "").map(readValue) };
  }
  const [, min, max, marks = ""] = range;
  return {
    min: Number(min),
    max: Number(max),
    scale: /\blog\b/.test(marks) ? "log" : "linear",
    integer: /\binteger\b/.test(marks),
  };
}

/**
 * Parameters as people write them, one on each line: `rate = 0.1, 0.01` or `rate = 1e-5 .. 0.1 log`. What is wrong with
 * a line is answered instead, in a sentence.
 */
export function parseSpace(text: string): { space: Space } | { problem: string } {
  const lines = text.split(/\r?\n/).map((line) => line.trim());
  const space: Space = {};
  for (const line of lines.filter((one) => one !== "")) {
    const [, name, values] = LINE.exec(line) ?? [];
    if (name === undefined || values === undefined)
      return { problem: `“${line}” is not name = values.` };
    if (Object.hasOwn(space, name)) return { problem: `${name} is there twice.` };
    const found = dimensionInput.safeParse(dimensionOf(values.trim()));
    if (!found.success) {
      const [issue] = found.error.issues;
      const [inner] = issue?.code === "invalid_union" ? issue.errors.flat() : [issue];
      return { problem: `${name}: ${inner?.message ?? "This is no list of values."}` };
    }
    space[name] = found.data;
  }
  return Object.keys(space).length === 0
    ? { problem: "Say which parameters to try values of." }
    : { space };
}

const shown = (value: Value): string =>
  typeof value === "string" && typeof readValue(value) !== "string" ? `"${value}"` : String(value);

/** What a parameter is tried with, as people write it. */
export const dimensionText = (dimension: Dimension): string =>
  "values" in dimension
    ? dimension.values.map(shown).join(", ")
    : [
        `${dimension.min} .. ${dimension.max}`,
        ...(dimension.scale === "log" ? ["log"] : []),
        ...(dimension.integer ? ["integer"] : []),
      ].join(" ");
