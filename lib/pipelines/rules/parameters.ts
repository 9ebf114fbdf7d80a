import { AppError } from "@/lib/core/errors";
import type { Declaration } from "../schema/declaration";
import { type Parameter, type ParameterValue, valueProblem } from "../schema/parameters";

type Declared = Declaration["parameters"];
type Values = Record<string, ParameterValue>;

type Settled = { value: ParameterValue } | { problem: string };

const withoutValue = ({ required }: Parameter): Settled =>
  required ? { problem: "This is required." } : { value: "" };

/** The value of one parameter, or what is wrong in a sentence. An optional one that is left out is an empty text. */
function settle(parameter: Parameter, given: unknown): Settled {
  const { default: initial } = parameter;
  if (given === undefined || given === null)
    return initial === undefined ? withoutValue(parameter) : { value: initial };
  if (given === "" && initial === undefined) return withoutValue(parameter);
  const problem = valueProblem(parameter, given);
  // It was found to be one of them.
  return problem ? { problem } : { value: given as ParameterValue };
}

type Given = Readonly<Record<string, unknown>>;

function settleAll(declared: Declared, given: Given) {
  const values: Values = {};
  const problems: Record<string, string> = {};
  for (const name of Object.keys(given))
    if (!Object.hasOwn(declared, name)) problems[name] = `There is no parameter "${name}".`;
  for (const [name, parameter] of Object.entries(declared)) {
    const found = settle(parameter, Object.hasOwn(given, name) ? given[name] : undefined);
    if ("problem" in found) problems[name] = found.problem;
    else values[name] = found.value;
  }
  return { values, problems };
}

/** What is wrong with the values that are given, by the names of parameters; empty when nothing is. */
export const parameterProblems = (declared: Declared, given: Given): Record<string, string> =>
  settleAll(declared, given).problems;

/** The value of each declared parameter. Throws INVALID, which names every parameter that is wrong. */
export function settleParameters(declared: Declared, given: Given): Values {
  const { values, problems } = settleAll(declared, given);
  const fields = Object.entries(problems).map(
    ([name, why]) => [`parameters.${name}`, why] as const,
  );
  const [first] = fields;
  if (first) throw new AppError("INVALID", `${first[0]}: ${first[1]}`, Object.fromEntries(fields));
  return values;
}
