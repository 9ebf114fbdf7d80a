import { isNumber } from "@/lib/compute/rules/parameters";
import { formatCount } from "@/lib/core/format";
import type { Declaration } from "@/lib/pipelines/schema/declaration";
import {
  type Parameter,
  type ParameterValue,
  valueProblem,
} from "@/lib/pipelines/schema/parameters";

/** What the fields of the dialog hold: a text, or whether a box is ticked. */
export type FieldValue = string | boolean;
export type FieldValues = Record<string, FieldValue>;

type Declared = Declaration["parameters"];

/** The option of a choice that is left open. */
export const NONE = "none";

/** What a field holds at first: what was given before, or the default. */
function initialOf(parameter: Parameter, given: unknown): FieldValue {
  const { type } = parameter;
  const known = valueProblem(parameter, given) === null;
  // It was found to be a value of this parameter.
  const initial = known ? (given as ParameterValue) : parameter.default;
  if (type === "boolean") return initial === true;
  if (type === "choice") {
    const at = parameter.choices.indexOf(initial ?? "");
    return initial === undefined ? NONE : String(at);
  }
  return initial === undefined ? "" : String(initial);
}

export const initialValues = (
  declared: Declared,
  given: Readonly<Record<string, unknown>> = {},
): FieldValues =>
  Object.fromEntries(
    Object.entries(declared).map(([name, parameter]) => [name, initialOf(parameter, given[name])]),
  );

/** The value that a field stands for; a text that is no number stays one, to be refused as what it is. */
function readField(parameter: Parameter, held: FieldValue | undefined): unknown {
  if (held === undefined) return undefined;
  if (parameter.type === "choice")
    return held === NONE ? undefined : parameter.choices[Number(held)];
  if (parameter.type !== "integer" && parameter.type !== "number") return held;
  const text = String(held).trim();
  // An emptied field is not the default: the default is what it held before.
  if (text === "") return parameter.default === undefined ? undefined : "";
  return isNumber(text) ? Number(text) : text;
}

/** What the fields say, by the names of parameters. */
export const givenValues = (declared: Declared, fields: FieldValues): Record<string, unknown> =>
  Object.fromEntries(
    Object.entries(declared).map(([name, parameter]) => [name, readField(parameter, fields[name])]),
  );

/** What the fields say besides the defaults, which may be others on another day. */
export const chosenValues = (declared: Declared, fields: FieldValues): Record<string, unknown> =>
  Object.fromEntries(
    Object.entries(givenValues(declared, fields)).filter(
      ([name, value]) => value !== declared[name]?.default,
    ),
  );

/** Whether a choice may be left open. Where there is a default, what is left out has that. */
export const mayBeNone = ({ required, default: initial }: Parameter): boolean =>
  !required && initial === undefined;

/** Thousands apart where it is a whole number; the digits as they were declared where it is not. */
const boundText = (bound: number | undefined): string | undefined =>
  bound === undefined || !Number.isInteger(bound) ? bound?.toString() : formatCount(bound);

/** What a field says beside its name: the description, and the bounds. */
export function hintOf(parameter: Parameter): string {
  const min = "min" in parameter ? boundText(parameter.min) : undefined;
  const max = "max" in parameter ? boundText(parameter.max) : undefined;
  const unit = parameter.type === "string" ? " characters" : "";
  const bounds =
    min !== undefined && max !== undefined
      ? `${min} to ${max}${unit}.`
      : min !== undefined
        ? `At least ${min}${unit}.`
        : max !== undefined
          ? `At most ${max}${unit}.`
          : "";
  const description = parameter.description.trim();
  const sentence =
    description === "" || /[.!?]$/.test(description) ? description : `${description}.`;
  return [sentence, bounds].filter(Boolean).join(" ");
}
