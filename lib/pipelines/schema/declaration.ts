import { z } from "zod";
import { misplaced } from "@/lib/compute/rules/parameters";
import { shellCommand } from "@/lib/compute/rules/variables";
import { jobSpec, launchInput, parameterName, sourceInput } from "@/lib/compute/schema/jobs";
import { snapshotSource } from "@/lib/compute/schema/snapshots";
import { storableText } from "@/lib/core/text";
import { type Parameter, parameterDeclaration } from "./parameters";
import { MAX_PROBLEMS, readYaml, type YamlProblem } from "./yaml";

export const MAX_DECLARATION_BYTES = 64 * 1024;
const MAX_PARAMETERS = 50;

const command = z
  .union([storableText.transform(shellCommand), z.array(z.string())], {
    error: "Write a text for a shell, or a list of texts.",
  })
  .pipe(jobSpec.shape.command);

/** A value that a parameter may have: a text where it may be one. */
function exampleOf(parameter: Parameter): string | number {
  if (parameter.type === "string") return "text";
  if (parameter.type !== "choice") return 0;
  return parameter.choices.some((choice) => typeof choice === "string") ? "text" : 0;
}

const declaration = z
  .strictObject({
    command,
    parameters: z
      .record(parameterName, parameterDeclaration)
      .refine(
        (all) => Object.keys(all).length <= MAX_PARAMETERS,
        `A pipeline takes at most ${MAX_PARAMETERS} parameters.`,
      )
      .default({}),
    environment: jobSpec.shape.environment,
    limits: jobSpec.shape.limits.unwrap().strict().prefault({}),
    resources: jobSpec.shape.resources.unwrap().strict().prefault({}),
    runtimeEnvironment: jobSpec.shape.runtimeEnvironment,
    source: z.union([sourceInput.strict(), snapshotSource.strict()]).nullable().default(null),
    datasets: launchInput.shape.datasets,
    backend: launchInput.shape.backend,
    /** By name; the workspace's default one when absent. */
    experiment: storableText.min(1).max(500).nullable().default(null),
    retries: z.int().min(0).max(9).default(0),
    priority: launchInput.shape.priority,
  })
  .superRefine(({ parameters, command: parts, environment }, context) => {
    const examples = Object.fromEntries(
      Object.entries(parameters).map(([name, parameter]) => [name, exampleOf(parameter)]),
    );
    const say = (field: string, message: string | null) => {
      if (message) context.addIssue({ code: "custom", path: [field], message });
    };
    say("command", misplaced({ command: parts, environment: {} }, examples));
    say("environment", misplaced({ command: ["true"], environment }, examples));
  });
export type Declaration = z.output<typeof declaration>;

export type DeclarationProblem = YamlProblem;

const WANTED: Readonly<Partial<Record<string, string>>> = {
  string: "Write a text: put it in quotes.",
  number: "Write a number, without quotes.",
  int: "Write a whole number.",
  boolean: "Write true or false, without quotes.",
  array: "Write a list.",
  object: "Write its fields below it.",
  record: "Write its fields below it.",
};

/** A sentence of ours for what zod says of fields that YAML brings. */
function sentenceOf(issue: z.core.$ZodIssue): string {
  if (issue.code === "unrecognized_keys") return "There is no such field.";
  if (issue.code === "invalid_key") return issue.issues[0]?.message ?? issue.message;
  if (issue.code !== "invalid_type") return issue.message;
  if (issue.input === undefined) return "This is missing.";
  return WANTED[issue.expected] ?? issue.message;
}

/** What a YAML text declares, or all that is wrong with it, with lines. */
export function parseDeclaration(
  text: string,
): { declaration: Declaration } | { problems: readonly DeclarationProblem[] } {
  const yaml = readYaml(text);
  if ("problems" in yaml) return yaml;
  const parsed = declaration.safeParse(yaml.value, { reportInput: true });
  if (parsed.success) return { declaration: parsed.data };
  const found = parsed.error.issues.slice(0, MAX_PROBLEMS).flatMap((issue) => {
    const message = sentenceOf(issue);
    if (issue.code !== "unrecognized_keys") return [{ path: issue.path, message }];
    return issue.keys
      .slice(0, MAX_PROBLEMS)
      .map((key) => ({ path: [...issue.path, key], message }));
  });
  const problems = found
    .slice(0, MAX_PROBLEMS)
    .map(({ path, message }) => ({ line: yaml.lineOf(path), field: path.join("."), message }));
  return { problems };
}

const SHOWN_PROBLEMS = 10;

/** "Line 4, parameters.rows.max: This is less than min." */
export const problemText = ({ line, field, message }: DeclarationProblem): string =>
  field === "" ? `Line ${line}: ${message}` : `Line ${line}, ${field}: ${message}`;

/** The lines that such texts name, one on each line of the message. */
export const problemLines = (message: string): number[] =>
  [...message.matchAll(/^Line (\d+)[,:]/gm)].map(([, line]) => Number(line));

export const declarationText = storableText
  .refine((text) => text.trim() !== "", "Write what the pipeline runs.")
  .refine((text) => new TextEncoder().encode(text).length <= MAX_DECLARATION_BYTES, {
    error: "A declaration has at most 64 KiB.",
    abort: true,
  })
  .superRefine((text, context) => {
    const parsed = parseDeclaration(text);
    if ("declaration" in parsed) return;
    const message = parsed.problems.slice(0, SHOWN_PROBLEMS).map(problemText).join("\n");
    context.addIssue({ code: "custom", message });
  });
