import type { SignatureField } from "./signatures";

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

/** The module of `mlflow` that gives a model back as what it was logged as; null when only the generic one can. */
export function nativeLoader(flavors: readonly string[]): string | null {
  return flavors.find((flavor) => LOADERS.has(flavor)) ?? null;
}

/** A text as Python reads it back. */
const quoted = (text: string) => JSON.stringify(text);

interface LoadOptions {
  /** `models:/…` */
  uri: string;
  flavors: readonly string[];
  origin: string;
}

const connect = (origin: string) => [
  "import mlflow",
  "",
  `mlflow.set_tracking_uri(${quoted(origin)})  # and MLFLOW_TRACKING_TOKEN=<your token>`,
];

/** Python that loads a model and predicts with it. */
export function loadCode({ uri, flavors, origin }: LoadOptions): string {
  const native = nativeLoader(flavors);
  return [
    ...connect(origin),
    `model = mlflow.pyfunc.load_model(${quoted(uri)})`,
    "predictions = model.predict(data)",
    ...(native === null
      ? []
      : ["", `# or as it was logged: mlflow.${native}.load_model(${quoted(uri)})`]),
  ].join("\n");
}

/** A value of a type as somebody writes it in Python. */
const EXAMPLES: Readonly<Record<string, string>> = {
  boolean: "True",
  integer: "1",
  long: "1",
  float: "0.5",
  double: "0.5",
  string: '"text"',
  binary: 'b"bytes"',
  datetime: 'pd.Timestamp("2026-01-31")',
};

/** More columns than these only bury the rest of the snippet. */
const MAX_COLUMNS = 30;

interface PredictOptions {
  uri: string;
  /** What the model takes; null when it was logged without a signature. */
  inputs: readonly SignatureField[] | null;
  origin: string;
}

function exampleOf(inputs: readonly SignatureField[]): string[] {
  const shown = inputs.slice(0, MAX_COLUMNS).map(({ name, type, isRequired }) => {
    const example = EXAMPLES[type] ?? "...";
    const comment = isRequired ? type : `${type}, optional`;
    return `    ${quoted(name ?? "")}: [${example}],  # ${comment.replace(/\s+/g, " ")}`;
  });
  const rest = inputs.length - shown.length;
  return [
    "data = pd.DataFrame({",
    ...shown,
    ...(rest > 0 ? [`    # … and ${rest} more`] : []),
    "})",
  ];
}

/** Python that makes a row such as the signature asks for and predicts for it. */
export function predictCode({ uri, inputs, origin }: PredictOptions): string {
  const isTable = inputs !== null && inputs.length > 0 && inputs.every(({ name }) => name !== null);
  const [only] = inputs ?? [];
  const tensor = only?.name === null ? [`# one ${only.type}`] : [];
  const data = isTable ? exampleOf(inputs) : [...tensor, "data = ..."];
  return [
    ...(isTable ? ["import pandas as pd"] : []),
    ...connect(origin),
    "",
    ...data,
    `model = mlflow.pyfunc.load_model(${quoted(uri)})`,
    "print(model.predict(data))",
  ].join("\n");
}

interface FilesOptions {
  origin: string;
  /** Paths of this server, from its root. */
  archive: string;
  file: string;
  /** What the archive is saved as. */
  name: string;
}

/** A text that a shell reads as one word. */
const word = (text: string) => `'${text.replaceAll("'", "'\\''")}'`;

/** curl for all files of a version and for one of them. */
export function filesCode({ origin, archive, file, name }: FilesOptions): string {
  const bearer = '-H "Authorization: Bearer $MLFLOW_TRACKING_TOKEN"';
  return [
    "# everything, as one archive",
    `curl -f ${bearer} \\`,
    `  -o ${word(`${name}.tar`)} ${word(`${origin}${archive}`)}`,
    "",
    "# one file",
    `curl -f ${bearer} \\`,
    `  -O -J ${word(`${origin}${file}`)}`,
  ].join("\n");
}
