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

/** Python that loads a model and predicts with it. */
export function loadCode({ uri, flavors, origin }: LoadOptions): string {
  const native = nativeLoader(flavors);
  return [
    "import mlflow",
    "",
    `mlflow.set_tracking_uri(${quoted(origin)})  # and MLFLOW_TRACKING_TOKEN=<your token>`,
    `model = mlflow.pyfunc.load_model(${quoted(uri)})`,
    "predictions = model.predict(data)",
    ...(native === null
      ? []
      : ["", `# or as it was logged: mlflow.${native}.load_model(${quoted(uri)})`]),
  ].join("\n");
}
