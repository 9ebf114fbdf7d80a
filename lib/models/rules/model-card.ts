/** A column, tensor or parameter that a model's signature names. */
export interface SignatureField {
  /** Null where a tensor has none. */
  name: string | null;
  type: string;
  isRequired: boolean;
  /** Of a parameter. */
  defaultValue: string | null;
}

export interface ModelSignature {
  inputs: SignatureField[];
  outputs: SignatureField[];
  params: SignatureField[];
}

export interface ModelFlavor {
  name: string;
  /** Of the library that made it, as far as it says. */
  version: string | null;
}

/** What an MLmodel file says of the model it lies beside. */
export interface ModelCard {
  flavors: ModelFlavor[];
  signature: ModelSignature | null;
  pythonVersion: string | null;
  mlflowVersion: string | null;
  sizeBytes: number | null;
  hasInputExample: boolean;
}

const MAX_FIELDS = 500;
const MAX_FLAVORS = 20;
const MAX_DEPTH = 4;

type Fields = Record<string, unknown>;

function isRecord(value: unknown): value is Fields {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

const textOf = (value: unknown): string | null =>
  typeof value === "string" || typeof value === "number" ? String(value) : null;

function tensorType(tensor: Fields): string {
  const shape = Array.isArray(tensor.shape) ? tensor.shape.slice(0, 10) : [];
  const sides = shape.map((side) => (side === -1 ? "any" : String(side))).join(" × ");
  return `${textOf(tensor.dtype) ?? "unknown"} tensor${sides === "" ? "" : `, ${sides}`}`;
}

/** The type of a column as its reader would say it: "double", "list of string", "int64 tensor, any × 28". */
function typeOf(field: unknown, depth = 0): string {
  if (!isRecord(field) || depth > MAX_DEPTH) return "any";
  if (isRecord(field["tensor-spec"])) return tensorType(field["tensor-spec"]);
  const type = textOf(field.type) ?? textOf(field.dtype) ?? "unknown";
  if (type === "array") return `list of ${typeOf(field.items, depth + 1)}`;
  if (type === "map") return `map of ${typeOf(field.values, depth + 1)}`;
  if (type === "object" && isRecord(field.properties))
    return `object (${Object.keys(field.properties).slice(0, 20).join(", ")})`;
  return type;
}

function toField(value: unknown): SignatureField[] {
  if (!isRecord(value)) return [];
  const fallback = value.default;
  return [
    {
      name: textOf(value.name),
      type: typeOf(value),
      isRequired: value.required !== false && value.optional !== true,
      defaultValue: fallback === undefined ? null : JSON.stringify(fallback).slice(0, 200),
    },
  ];
}

/** Fields of one side of a signature, which MLflow writes as JSON inside YAML. */
function fieldsOf(side: unknown): SignatureField[] {
  if (typeof side !== "string") return [];
  try {
    const parsed: unknown = JSON.parse(side);
    return Array.isArray(parsed) ? parsed.slice(0, MAX_FIELDS).flatMap(toField) : [];
  } catch {
    return [];
  }
}

function signatureOf(signature: unknown): ModelSignature | null {
  if (!isRecord(signature)) return null;
  return {
    inputs: fieldsOf(signature.inputs),
    outputs: fieldsOf(signature.outputs),
    params: fieldsOf(signature.params),
  };
}

/** The version of the library behind a flavor: "sklearn_version" of sklearn. */
function flavorVersion(name: string, flavor: Fields): string | null {
  const key = Object.keys(flavor).find(
    (candidate) => /_version$/.test(candidate) && candidate !== "python_version",
  );
  return textOf(flavor[`${name}_version`]) ?? (key ? textOf(flavor[key]) : null);
}

/** Reads what `MLmodel`, parsed, says; null when it is not such a file. Nothing in it is trusted to have a shape. */
export function readModelCard(content: unknown): ModelCard | null {
  if (!isRecord(content) || !isRecord(content.flavors)) return null;
  const flavors = Object.entries(content.flavors).slice(0, MAX_FLAVORS);
  const python = content.flavors.python_function;
  const size = content.model_size_bytes;
  return {
    flavors: flavors.map(([name, flavor]) => ({
      name,
      version: isRecord(flavor) ? flavorVersion(name, flavor) : null,
    })),
    signature: signatureOf(content.signature),
    pythonVersion: isRecord(python) ? textOf(python.python_version) : null,
    mlflowVersion: textOf(content.mlflow_version),
    sizeBytes: typeof size === "number" && size >= 0 ? size : null,
    hasInputExample: isRecord(content.saved_input_example_info),
  };
}

/** Flavors whose `load_model` gives the library's own object. */
const LOADERS = new Set([
  "catboost",
  "h2o",
  "keras",
  "langchain",
  "lightgbm",
  "onnx",
  "prophet",
  "pytorch",
  "sklearn",
  "spacy",
  "spark",
  "statsmodels",
  "tensorflow",
  "transformers",
  "xgboost",
]);

/** The module of `mlflow` that loads a model: its own flavor's where there is one, else the generic one. */
export function loaderOf(card: ModelCard | null): string {
  return card?.flavors.find(({ name }) => LOADERS.has(name))?.name ?? "pyfunc";
}
