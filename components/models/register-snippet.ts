"use client";
import { useOrigin } from "./use-origin";

/** What to paste in a training script so that its model is registered here. */
export function useRegisterCode(modelName: string): string {
  const origin = useOrigin();
  return [
    "import mlflow",
    "from sklearn.linear_model import LinearRegression",
    "",
    `mlflow.set_tracking_uri(${JSON.stringify(origin)})  # and MLFLOW_TRACKING_TOKEN=<your token>`,
    "model = LinearRegression().fit([[0], [1]], [0, 1])",
    "with mlflow.start_run():",
    "    mlflow.sklearn.log_model(",
    `        model, name="model", registered_model_name=${JSON.stringify(modelName)}`,
    "    )",
  ].join("\n");
}
