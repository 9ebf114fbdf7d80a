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

/** The value of each declared parameter. Throws INVALID, which names every parameter that is wrong. */
export function settleParameters(
  declared: Declared,
  given: Readonly<Record<string, unknown>>,
): Values {
  const fields: Record<string, string> = {};
  const values: Values = {};
  for (const name of Object.keys(given))
    if (!Object.hasOwn(declared, name))
      fields[`parameters.${name}`] = `There is no parameter "${name}".`;
  for (const [name, parameter] of Object.entries(declared)) {
    const found = settle(parameter, Object.hasOwn(given, name) ? given[name] : undefined);
    if ("problem" in found) fields[`parameters.${name}`] = found.problem;
    else values[name] = found.value;
  }
  const [first] = Object.entries(fields);
  if (first) throw new AppError("INVALID", `${first[0]}: ${first[1]}`, fields);
  return values;
}
