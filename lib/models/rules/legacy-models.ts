import { AppError } from "@/lib/core/errors";
import { pythonJson } from "@/lib/core/python-json";

/** On a run: every model that clients before 3.0 logged in it, as JSON. */
export const LOG_MODEL_TAG = "mlflow.log-model.history";

const REQUIRED = ["artifact_path", "flavors", "utc_time_created", "run_id"] as const;

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

function malformed(json: string): AppError {
  return new AppError(
    "INVALID",
    `Malformed model info. \n ${json.slice(0, 500)} \n is not a valid JSON.`,
  );
}

function parseModel(json: string): Record<string, unknown> {
  let model: unknown;
  try {
    model = JSON.parse(json);
  } catch {
    throw malformed(json);
  }
  if (!isRecord(model)) throw malformed(json);
  const missing = REQUIRED.filter((field) => !Object.hasOwn(model, field));
  if (missing.length > 0)
    throw new AppError(
      "INVALID",
      `Model json is missing mandatory fields: {${missing.map((field) => `'${field}'`).join(", ")}}`,
    );
  return model;
}

function withoutConfig(flavors: unknown): unknown {
  if (!isRecord(flavors)) return flavors;
  return Object.fromEntries(
    Object.entries(flavors).map(([name, flavor]) => {
      if (!isRecord(flavor)) return [name, flavor];
      const { config: _, ...kept } = flavor;
      return [name, kept];
    }),
  );
}

/** The history with one more model, of whose description only what identifies it is kept. */
export function withLoggedModel(history: string | undefined, json: string): string {
  const model = parseModel(json);
  let items: unknown = [];
  try {
    items = JSON.parse(history ?? "[]");
  } catch {
    // Somebody else's text under our key: it is replaced.
  }
  const added = {
    run_id: model.run_id,
    artifact_path: model.artifact_path,
    utc_time_created: model.utc_time_created,
    model_uuid: model.model_uuid ?? null,
    flavors: withoutConfig(model.flavors),
  };
  return pythonJson([...(Array.isArray(items) ? items : []), added]);
}
