import { colspec, tensors, tensorspec } from "../schema/client-schemas";

export interface SchemaColumn {
  name: string;
  type: string;
}

const typeText = (type: unknown) =>
  typeof type === "string" ? type : (JSON.stringify(type) ?? "unknown");

function parsed(text: string | null): unknown {
  try {
    return text ? JSON.parse(text) : null;
  } catch {
    return null;
  }
}

/** Features and targets come as JSON inside of JSON. */
function tensorColumns(value: unknown, group: string): SchemaColumn[] {
  const list = tensorspec.safeParse(typeof value === "string" ? parsed(value) : value);
  if (!list.success) return [];
  return list.data.map(({ name, "tensor-spec": { dtype, shape } }, index) => ({
    name: name ?? (list.data.length === 1 ? group : `${group} ${index + 1}`),
    type: `${dtype} [${shape.map((size) => (size < 0 ? "?" : size)).join(" × ")}]`,
  }));
}

/** The columns or tensors that MLflow's schema JSON describes; null when it says none. */
export function readSchema(schema: string | null): SchemaColumn[] | null {
  const value = parsed(schema);
  const columns = colspec.safeParse(value);
  if (columns.success)
    return columns.data.mlflow_colspec.map(({ name, type }, index) => ({
      name: name ?? `column ${index + 1}`,
      type: typeText(type),
    }));
  const tensor = tensors.safeParse(value);
  if (!tensor.success) return null;
  const { mlflow_tensorspec: spec } = tensor.data;
  const found = Array.isArray(spec)
    ? tensorColumns(spec, "data")
    : [...tensorColumns(spec.features, "features"), ...tensorColumns(spec.targets, "targets")];
  return found.length > 0 ? found : null;
}

/** What a client's profile says, field by field, as far as it is plain. */
export function readClientProfile(profile: string | null): { name: string; value: string }[] {
  const value = parsed(profile);
  if (typeof value !== "object" || value === null || Array.isArray(value)) return [];
  return Object.entries(value)
    .slice(0, 50)
    .map(([name, field]) => ({
      name,
      value: (typeof field === "string" ? field : (JSON.stringify(field) ?? "")).slice(0, 500),
    }));
}

/** How many rows a client's profile speaks of; null when it does not. */
export function rowsOfProfile(profile: string | null): number | null {
  const value = parsed(profile);
  if (typeof value !== "object" || value === null || !("num_rows" in value)) return null;
  return typeof value.num_rows === "number" && value.num_rows >= 0 ? value.num_rows : null;
}
