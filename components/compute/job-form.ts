import { z } from "zod";
import { parseVariables, shellCommand } from "@/lib/compute/rules/variables";
import { environmentInput, launchInput } from "@/lib/compute/schema";

const whole = (message: string) =>
  z
    .string()
    .trim()
    .regex(/^\d{1,9}$/, message);
const wholeOrNone = whole("Write a whole number, or nothing for no limit.").or(z.literal(""));
const { name, command, maxAttempts, limits } = launchInput.shape;
const { wallClockSeconds, memoryMiB, cpuSeconds } = limits.unwrap().shape;

/** Says of a text field what the domain says of the value that it stands for. */
function checkedBy<Value>(schema: z.ZodType, toValue: (text: string) => Value) {
  return (text: string, context: z.RefinementCtx<string>) => {
    const found = schema.safeParse(toValue(text));
    if (!found.success)
      context.addIssue({ code: "custom", message: found.error.issues[0]?.message ?? "" });
  };
}

const orNull = (text: string) => (text === "" ? null : Number(text));

/** The dialog's fields, all of them text. */
export const jobForm = z.object({
  name,
  command: z
    .string()
    .superRefine(checkedBy(command, (text) => (text.trim() === "" ? [] : shellCommand(text)))),
  experimentId: z.string().min(1, "Choose an experiment."),
  variables: z.string().superRefine((text, context) => {
    const read = parseVariables(text);
    if ("wrongLine" in read)
      context.addIssue({ code: "custom", message: `“${read.wrongLine}” is not NAME=value.` });
    else {
      const found = environmentInput.safeParse(read.variables);
      const issue = found.error?.issues[0];
      if (issue)
        context.addIssue({
          code: "custom",
          message: `${issue.path.join(".")}: ${issue.code === "invalid_key" ? (issue.issues[0]?.message ?? issue.message) : issue.message}`,
        });
    }
  }),
  minutes: whole("Write a whole number of minutes.").superRefine(
    checkedBy(wallClockSeconds, (text) => Number(text) * 60),
  ),
  attempts: whole("Write a whole number.").superRefine(checkedBy(maxAttempts, Number)),
  memoryMiB: wholeOrNone.superRefine(checkedBy(memoryMiB, orNull)),
  cpuSeconds: wholeOrNone.superRefine(checkedBy(cpuSeconds, orNull)),
});
export type JobFormValues = z.input<typeof jobForm>;

export const EMPTY_JOB: JobFormValues = {
  name: "",
  command: "",
  experimentId: "",
  variables: "",
  minutes: "60",
  attempts: "1",
  memoryMiB: "",
  cpuSeconds: "",
};

/** What the fields say, for the command. */
export function toLaunch(values: z.output<typeof jobForm>) {
  const read = parseVariables(values.variables);
  return {
    name: values.name,
    command: shellCommand(values.command),
    experimentId: Number(values.experimentId),
    environment: "variables" in read ? read.variables : {},
    maxAttempts: Number(values.attempts),
    limits: {
      wallClockSeconds: Number(values.minutes) * 60,
      memoryMiB: orNull(values.memoryMiB),
      cpuSeconds: orNull(values.cpuSeconds),
    },
  };
}
