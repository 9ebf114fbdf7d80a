import { z } from "zod";
import type { ModelCard, ModelField } from "./preview";
import { parseYaml } from "./yaml-file";

interface TypeSpec {
  type?: string | undefined;
  "tensor-spec"?: { dtype?: string | undefined; shape?: number[] | undefined } | undefined;
  items?: TypeSpec | undefined;
  values?: TypeSpec | undefined;
  properties?: Record<string, TypeSpec> | undefined;
}

const typeSpec: z.ZodType<TypeSpec> = z.lazy(() =>
  z.object({
    type: z.string().optional(),
    "tensor-spec": z
      .object({ dtype: z.string().optional(), shape: z.array(z.number()).optional() })
      .optional(),
    items: typeSpec.optional(),
    values: typeSpec.optional(),
    properties: z.record(z.string(), typeSpec).optional(),
  }),
);

const field = z.intersection(
  typeSpec,
  z.object({
    name: z.union([z.string(), z.number()]).optional(),
    required: z.boolean().optional(),
    dtype: z.string().optional(),
  }),
);

const MAX_NESTING = 5;

/** A type in the words that MLflow prints it in: `double`, `tensor(float32, (-1, 28))`, `array(string)`. */
function typeText(spec: TypeSpec, depth = 0): string {
  if (depth > MAX_NESTING) return "…";
  const tensor = spec["tensor-spec"];
  if (tensor) return `tensor(${tensor.dtype ?? "?"}, (${(tensor.shape ?? []).join(", ")}))`;
  if (spec.items) return `array(${typeText(spec.items, depth + 1)})`;
  if (spec.values) return `map(${typeText(spec.values, depth + 1)})`;
  if (spec.properties) {
    const parts = Object.entries(spec.properties).map(
      ([name, inner]) => `${name}: ${typeText(inner, depth + 1)}`,
    );
    return `{${parts.join(", ")}}`;
  }
  return spec.type ?? "unknown";
}

/** The fields of one half of a signature, which MLflow writes as JSON inside the YAML. */
function fieldsOf(text: unknown): ModelField[] | null {
  if (typeof text !== "string") return null;
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    return null;
  }
  const parsed = z.array(field).safeParse(value);
  if (!parsed.success) return null;
  return parsed.data.map((spec) => ({
    name: spec.name === undefined ? null : String(spec.name),
    type: spec.dtype ?? typeText(spec),
    isRequired: spec.required ?? true,
  }));
}

const words = z.union([z.string(), z.number()]).transform(String).nullish().catch(null);

const mlmodel = z.object({
  flavors: z.record(z.string(), z.record(z.string(), z.unknown()).catch({})).catch({}),
  signature: z
    .object({ inputs: z.unknown(), outputs: z.unknown(), params: z.unknown() })
    .partial()
    .nullish()
    .catch(null),
  mlflow_version: words,
  model_id: words,
  model_uuid: words,
  run_id: words,
  model_size_bytes: z.number().nullish().catch(null),
  metadata: z.object({ license: words, licence: words }).partial().nullish().catch(null),
});

function parseJson(text: unknown): unknown {
  if (typeof text !== "string") return null;
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}

/** The signature of an MLmodel file as MLflow wrote it; null where there is none. */
export function readSignature(
  text: string,
): Record<"inputs" | "outputs" | "params", unknown> | null {
  const { data } = mlmodel.safeParse(parseYaml(text));
  if (!data?.signature) return null;
  const { inputs, outputs, params } = data.signature;
  return { inputs: parseJson(inputs), outputs: parseJson(outputs), params: parseJson(params) };
}

/** What an MLmodel file says; null when it is none. Nothing of a model is ever loaded or run. */
export function readModelCard(text: string): ModelCard | null {
  const parsed = mlmodel.safeParse(parseYaml(text));
  if (!parsed.success) return null;
  const { flavors, signature, metadata, ...model } = parsed.data;
  const python = flavors.python_function?.python_version;
  return {
    flavors: Object.keys(flavors),
    inputs: fieldsOf(signature?.inputs),
    outputs: fieldsOf(signature?.outputs),
    params: fieldsOf(signature?.params),
    mlflowVersion: model.mlflow_version ?? null,
    pythonVersion: typeof python === "string" ? python : null,
    modelUuid: model.model_id ?? model.model_uuid ?? null,
    runUuid: model.run_id ?? null,
    sizeBytes: model.model_size_bytes ?? null,
    licence: metadata?.license ?? metadata?.licence ?? null,
  };
}
