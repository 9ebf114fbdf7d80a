import { type JobSpec, MAX_COMMAND_BYTES, MAX_VARIABLE_BYTES } from "../schema/jobs";
import { placeInArithmetic } from "./arithmetic";
import { placeInNestedScript } from "./nested-scripts";
import { PLACE, placesIn, SHELL_PARTS } from "./places";
import { shellParts } from "./shells";

export type Parameters = JobSpec["parameters"];

const VARIABLE = "SLIPWAY_PARAM_";

const NUMBER = /^[+-]?(?:\d+\.?\d*|\.\d+)(?:e[+-]?\d+)?$/i;

/** Whether what somebody wrote into a field is a number. */
export const isNumber = (text: string): boolean =>
  NUMBER.test(text) && Number.isFinite(Number(text));

type Template = Pick<JobSpec, "command" | "environment">;

/** Names of the parameters that all that a job is told has places for. */
export function placesOf({ command, environment }: Template): Set<string> {
  return new Set([...command, ...Object.values(environment)].flatMap(placesIn));
}

/** What a shell reads a value from. It stops where whatever started it kept the variable from it. */
const variableOf = (name: string, around: string): string =>
  `${around}\${${VARIABLE}${name}?}${around}`;

/** A part of a shell's text that holds places: what they stand between there, and how its value is quoted. */
const quotesOf = (part: string): string | null => {
  if (part.startsWith("{")) return '"';
  return part.startsWith('"') ? "" : null;
};

/** A shell reads each value from a variable, so that none is ever taken for a command, whoever sent it. */
function fillShell(script: string, parameters: Parameters): string {
  return script.replaceAll(SHELL_PARTS, (part) => {
    const around = quotesOf(part);
    if (around === null) return part;
    return part.replaceAll(PLACE, (place, name: string) =>
      Object.hasOwn(parameters, name) ? variableOf(name, around) : place,
    );
  });
}

/** The first place that a shell's text has in single quotes. */
function placeInSingleQuotes(script: string): string | null {
  const quoted = (script.match(SHELL_PARTS) ?? []).filter((part) => part.startsWith("'"));
  return quoted.flatMap(placesIn)[0] ?? null;
}

const fill = (text: string, parameters: Parameters): string =>
  text.replaceAll(PLACE, (place, name: string) =>
    Object.hasOwn(parameters, name) ? String(parameters[name]) : place,
  );

/** Whether a shell could find more than a number in a parameter. */
const isText = (value: Parameters[string] | undefined): boolean =>
  typeof value === "string" && value !== "" && !isNumber(value);

function misplacedInScript(script: string, parameters: Parameters): string | null {
  const quoted = placeInSingleQuotes(script);
  if (quoted !== null)
    return `A shell puts nothing in between single quotes: write {{ ${quoted} }} outside of them, or read the variable ${VARIABLE}${quoted}.`;
  const nested = placeInNestedScript(script);
  if (nested !== null)
    return `A second shell would take {{ ${nested} }} for a part of its script: read the variable ${VARIABLE}${nested} there, in single quotes.`;
  const calculated = placeInArithmetic(script, (name) => isText(parameters[name]));
  return calculated === null
    ? null
    : `A shell would calculate {{ ${calculated} }}, and a text can hold commands there: make it a number, or do not calculate with it.`;
}

/** What is wrong with the places of a job's texts for its parameters, in a sentence; null where nothing is. */
export function misplaced(template: Template, parameters: Parameters): string | null {
  if (Object.keys(parameters).length === 0) return null;
  const unknown = [...placesOf(template)].find((name) => !Object.hasOwn(parameters, name));
  if (unknown !== undefined) return `{{ ${unknown} }} stands for no parameter of this job.`;
  const { scripts, doubtfulFrom } = shellParts(template.command);
  for (const [at, part] of template.command.entries()) {
    const wrong = scripts.has(at) ? misplacedInScript(part, parameters) : null;
    if (wrong !== null) return wrong;
    const [name] = at >= doubtfulFrom ? placesIn(part) : [];
    if (name !== undefined)
      return `{{ ${name} }} stands where a shell may take it for a command: write the command as a text for sh, or read the variable ${VARIABLE}${name}.`;
  }
  return null;
}

const bytesOf = (text: string): number => new TextEncoder().encode(text).length;

/** How long a text will be with its places filled, without filling them: each value may stand in it many times. */
function filledBytes(text: string, lengths: ReadonlyMap<string, number>): number {
  let bytes = bytesOf(text);
  for (const [place, name = ""] of text.matchAll(PLACE))
    bytes += (lengths.get(name) ?? place.length) - place.length;
  return bytes;
}

/** What would be longer with its places filled than a job may be told, in a sentence; null where nothing is. */
export function overlong({ command, environment }: Template, given: Parameters): string | null {
  const values = Object.entries(given).map(([name, value]) => [name, String(value)] as const);
  const lengths = new Map(values.map(([name, value]) => [name, bytesOf(value)]));
  const sum = (sizes: readonly number[]) => sizes.reduce((total, size) => total + size, 0);
  const { scripts } = shellParts(command);
  const parts = command.map((part, at) =>
    scripts.has(at) ? bytesOf(fillShell(part, given)) : filledBytes(part, lengths),
  );
  if (sum(parts) > MAX_COMMAND_BYTES)
    return "With its parameters filled in the command has more than 64 KiB. Put longer ones into a file.";
  const told = values.map(([name, value]) => bytesOf(`${VARIABLE}${name}${value}`));
  const filled = Object.entries(environment)
    .flat()
    .map((text) => filledBytes(text, lengths));
  return sum(told) + sum(filled) > MAX_VARIABLE_BYTES
    ? "With the parameters the variables have more than 256 KiB together. Put longer values into files."
    : null;
}

/** A job's command and variables with its parameters filled in, and a variable for each of them. */
export function filledIn({
  command,
  environment,
  parameters,
}: Template & { parameters: Parameters }): Template {
  const { scripts, doubtfulFrom } = shellParts(command);
  return {
    command: command.map((part, at) => {
      if (scripts.has(at)) return fillShell(part, parameters);
      return at >= doubtfulFrom ? part : fill(part, parameters);
    }),
    environment: {
      ...Object.fromEntries(
        Object.entries(environment).map(([name, value]) => [name, fill(value, parameters)]),
      ),
      ...Object.fromEntries(
        Object.entries(parameters).map(([name, value]) => [`${VARIABLE}${name}`, String(value)]),
      ),
    },
  };
}
