"use client";
import { useSyncExternalStore } from "react";
import { CodeBlock } from "@/components/ui/code-block";

const never = () => () => undefined;
const ELSEWHERE = "http://localhost:3000";

/** What to paste in a training script, with this server's address. */
export function useConnectCode(experimentName: string): string {
  const origin = useSyncExternalStore(
    never,
    () => window.location.origin,
    () => ELSEWHERE,
  );
  const name = JSON.stringify(experimentName).replaceAll("'", "\\x27");
  return [
    `export MLFLOW_TRACKING_URI=${origin}`,
    "export MLFLOW_TRACKING_TOKEN=<your token>",
    `python -c 'import mlflow; mlflow.set_experiment(${name}); mlflow.log_metric("loss", 0.1)'`,
  ].join("\n");
}

export function ConnectSnippet({ experimentName }: { experimentName: string }) {
  return <CodeBlock language="Shell" code={useConnectCode(experimentName)} />;
}
