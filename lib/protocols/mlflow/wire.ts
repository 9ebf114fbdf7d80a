import { z } from "zod";
import { AppError } from "@/lib/core/errors";

const SEE_DOCS = "See the API docs for more information about request parameters.";

/** Python's name of a JSON value's type, as MLflow's messages give it. */
function pythonType(value: unknown): string {
  if (typeof value === "string") return "str";
  if (typeof value === "boolean") return "bool";
  if (typeof value === "number") return Number.isInteger(value) ? "int" : "float";
  return Array.isArray(value) ? "list" : "dict";
}

function valueAt(raw: unknown, path: readonly PropertyKey[]): unknown {
  let value = raw;
  for (const key of path) {
    if (typeof value !== "object" || value === null) return undefined;
    value = Reflect.get(value, key);
  }
  return value;
}

function fieldName(path: readonly PropertyKey[]): string {
  return path
    .map((key, index) =>
      typeof key === "number" ? `[${key}]` : `${index > 0 ? "." : ""}${String(key)}`,
    )
    .join("");
}

const isAbsent = (value: unknown) => value === undefined || value === null || value === "";

function hasNullField(value: unknown): boolean {
  if (Array.isArray(value)) return value.some(hasNullField);
  if (typeof value !== "object" || value === null) return false;
  return Object.values(value).some((field) => field === null || hasNullField(field));
}

/** A message field that is null counts as absent, as in proto3's JSON. */
function withoutNulls(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(withoutNulls);
  if (typeof value !== "object" || value === null) return value;
  return Object.fromEntries(
    Object.entries(value)
      .filter(([, field]) => field !== null)
      .map(([key, field]) => [key, withoutNulls(field)]),
  );
}

/** Parses a request message. Throws INVALID in MLflow's words, naming the first field that is wrong. */
export function parseMessage<Schema extends z.ZodType>(
  schema: Schema,
  raw: unknown,
): z.output<Schema> {
  const parsed = schema.safeParse(hasNullField(raw) ? withoutNulls(raw) : raw);
  if (parsed.success) return parsed.data;
  const issue = parsed.error.issues[0];
  const path = issue?.path ?? [];
  const name = fieldName(path);
  const value = valueAt(raw, path);
  if (isAbsent(value))
    throw new AppError("INVALID", `Missing value for required parameter '${name}'. ${SEE_DOCS}`);
  const shown = JSON.stringify(value, (_key, part: unknown) =>
    typeof part === "number" && !Number.isFinite(part) ? String(part) : part,
  ).slice(0, 500);
  throw new AppError(
    "INVALID",
    `Invalid value ${shown} for parameter '${name}' supplied:  Hint: Value was of type '${pythonType(value)}'. ${SEE_DOCS}`,
  );
}

/** A required, non-empty string. */
export const text = z.string().min(1);

/** int64: a number, or a string of digits. What a double cannot hold exactly is refused, not rounded. */
export const int64 = z
  .union([
    z.number(),
    z
      .string()
      .regex(/^-?\d{1,19}$/)
      .transform(Number),
  ])
  .refine(Number.isSafeInteger);

/** double: a number, a numeric string, or one of proto3's names of what JSON cannot write. */
export const double = z.union([
  z.number(),
  z
    .string()
    .regex(/^(?:NaN|-?Infinity|[-+]?(?:\d+\.?\d*|\.\d+)(?:[eE][-+]?\d+)?)$/)
    // What overflows is refused; infinity has to be meant.
    .refine((value) => /[a-z]y$|^NaN$/.test(value) || Number.isFinite(Number(value)))
    .transform(Number),
]);

export const bool = z.union([
  z.boolean(),
  z
    .string()
    .regex(/^(?:true|false)$/i)
    .transform((value) => value.toLowerCase() === "true"),
]);

/** An enum, by name or by number; answers the number. */
export function enumOf(values: Readonly<Record<string, number>>) {
  const known = new Set(Object.values(values));
  const parse = (value: string | number) => (typeof value === "number" ? value : values[value]);
  return z
    .union([z.string(), z.number()])
    .refine((value) => known.has(parse(value) ?? Number.NaN))
    .transform((value) => parse(value) ?? 0);
}

export const tag = z.object({ key: text, value: z.string().default("") });

/** A double as MLflow writes it: what JSON cannot hold, as a string. */
export function wireDouble(value: number): number | string {
  return Number.isFinite(value) ? value : String(value);
}

/** An empty list is left out of a message. */
export function some<T>(items: readonly T[]): readonly T[] | undefined {
  return items.length > 0 ? items : undefined;
}
