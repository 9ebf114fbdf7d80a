import type { JobSpec } from "../schema/jobs";

export type Parameters = JobSpec["parameters"];

const PLACE = /\{\{\s*([A-Za-z_]\w*)\s*\}\}/g;
const SHELL = /^(?:\/(?:usr\/)?bin\/)?(?:ba|da|z)?sh$/;
const VARIABLE = "SLIPWAY_PARAM_";

type Template = Pick<JobSpec, "command" | "environment">;

const isShellCommand = ([program = "", flag]: readonly string[]): boolean =>
  SHELL.test(program) && flag === "-c";

/** Names of the parameters that a text has places for, as `{{ name }}`. */
const placesIn = (text: string): string[] => [...text.matchAll(PLACE)].map(([, name = ""]) => name);

/** The same of all that a job is told. */
export function placesOf({ command, environment }: Template): Set<string> {
  return new Set([...command, ...Object.values(environment)].flatMap(placesIn));
}

/** A comment, an escaped sign, a text in single or in double quotes, or a place outside of all of them. */
const SHELL_PARTS =
  /(?<=^|\s)#.*|\\[\s\S]|'[^']*'?|"(?:\\[\s\S]|[^"\\])*"?|\{\{\s*[A-Za-z_]\w*\s*\}\}/gm;

/** A shell reads each value from a variable, so that none is ever taken for a command, whoever sent it. */
function fillShell(script: string, parameters: Parameters): string {
  const filled = (text: string, around: string) =>
    text.replaceAll(PLACE, (place, name: string) =>
      Object.hasOwn(parameters, name) ? `${around}\${${VARIABLE}${name}}${around}` : place,
    );
  return script.replaceAll(SHELL_PARTS, (part) => {
    if (part.startsWith("{")) return filled(part, '"');
    return part.startsWith('"') ? filled(part, "") : part;
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

/** What is wrong with the places of a job's texts for its parameters, in a sentence; null where nothing is. */
export function misplaced(template: Template, parameters: Parameters): string | null {
  if (Object.keys(parameters).length === 0) return null;
  const unknown = [...placesOf(template)].find((name) => !Object.hasOwn(parameters, name));
  if (unknown !== undefined) return `{{ ${unknown} }} stands for no parameter of this job.`;
  const [, , script = ""] = template.command;
  if (!isShellCommand(template.command)) return null;
  const name = placeInSingleQuotes(script);
  return name === null
    ? null
    : `A shell puts nothing in between single quotes: write {{ ${name} }} outside of them, or read the variable ${VARIABLE}${name}.`;
}

/** A job's command and variables with its parameters filled in, and a variable for each of them. */
export function filledIn({
  command,
  environment,
  parameters,
}: Template & { parameters: Parameters }): Template {
  const [program = "", flag = "", script = "", ...rest] = command;
  const parts = rest.map((part) => fill(part, parameters));
  return {
    command: isShellCommand(command)
      ? [program, flag, fillShell(script, parameters), ...parts]
      : command.map((part) => fill(part, parameters)),
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
