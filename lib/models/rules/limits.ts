import { AppError } from "@/lib/core/errors";

export const LIMITS = {
  modelName: 256,
  description: 5000,
  alias: 255,
  tagValue: 100_000,
  runLink: 500,
  loggedModelName: 500,
  loggedModelKey: 255,
  loggedModelPairs: 1000,
  modelType: 500,
  modelUuid: 255,
  runOutputs: 1000,
} as const;

function tooLong(field: string, limit: number): AppError {
  return new AppError("INVALID", `'${field}' exceeds the maximum length of ${limit} characters`, {
    [field]: `Use at most ${limit} characters.`,
  });
}

export function checkLength(value: string, field: string, limit: number): void {
  if (value.length > limit) throw tooLong(field, limit);
}
