import {
  type CreateSweepInput,
  MAX_TRIALS,
  type Search,
  type Space,
  type SweepSpec,
} from "../schema";
import { randomDraws, type Values } from "./draws";

/** How many combinations a grid has; null where a parameter has no end of values. */
export function gridSize(space: Space): number | null {
  let size = 1;
  for (const dimension of Object.values(space)) {
    if (!("values" in dimension)) return null;
    size *= dimension.values.length;
  }
  return size;
}

/** Every combination of the values, the last name changing fastest. */
function gridOf(space: Space): Values[] {
  let found: Values[] = [{}];
  for (const name of Object.keys(space).sort()) {
    const dimension = space[name];
    const values = dimension && "values" in dimension ? dimension.values : [];
    found = found.flatMap((before) => values.map((value) => ({ ...before, [name]: value })));
  }
  return found;
}

/** The combinations that a sweep tries, in their order. */
export const trialsOf = (space: Space, search: Search): Values[] =>
  search.kind === "grid" ? gridOf(space) : randomDraws(space, search);

/** Of each parameter the longest value that is tried: what a job with all of them may be, each of the others may be. */
export function longestOf(trials: readonly Values[]): Values {
  const encoder = new TextEncoder();
  const found = new Map<string, { value: Values[string]; length: number }>();
  for (const values of trials)
    for (const [name, value] of Object.entries(values)) {
      const known = found.get(name);
      if (known?.value === value) continue;
      const { length } = encoder.encode(String(value));
      if (!known || length > known.length) found.set(name, { value, length });
    }
  return Object.fromEntries([...found].map(([name, { value }]) => [name, value]));
}

export interface Problem {
  field: string;
  message: string;
}

/** What is wrong with a sweep that is right field by field; null where nothing is. */
export function problemOf({
  space,
  search,
  parameters,
}: Pick<SweepSpec, "space" | "search"> & { parameters: Values }): Problem | null {
  const both = Object.keys(space).find((name) => Object.hasOwn(parameters, name));
  if (both !== undefined)
    return {
      field: `launch.parameters.${both}`,
      message: `The parameter ${both} cannot both stay the same and be tried.`,
    };
  if (search.kind === "random") return null;
  const size = gridSize(space);
  if (size === null)
    return {
      field: "search",
      message: "A grid is made of lists of values. Draw at random from a range.",
    };
  if (size > MAX_TRIALS)
    return {
      field: "space",
      message: `The grid has ${size} combinations; a sweep tries at most ${MAX_TRIALS}. Give fewer values, or draw at random.`,
    };
  return null;
}

/** The job that tries a combination. */
export const trialLaunch = (
  { name, launch }: Pick<CreateSweepInput, "name" | "launch">,
  { index, parameters }: { index: number; parameters: Values },
) => ({
  ...launch,
  name: `${name} #${index}`,
  parameters: { ...launch.parameters, ...parameters },
});

export const SWEEP_TAG = "slipway.sweep";

/** The tag that says which value of a parameter a run was tried with. */
export const parameterTag = (name: string): string => `slipway.parameter.${name}`;

/** What the run of a trial says of itself, so that tables show it whether or not the script logs it. */
export const trialTags = (sweep: number, values: Values): { key: string; value: string }[] => [
  { key: SWEEP_TAG, value: String(sweep) },
  ...Object.entries(values).map(([name, value]) => ({
    key: parameterTag(name),
    value: String(value),
  })),
];
