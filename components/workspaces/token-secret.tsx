"use client";
import { CodeBlock } from "@/components/ui/code-block";
import { Tabs, TabsContent, TabsList, TabsTrigger } from "@/components/ui/tabs";
import { SecretOnce } from "./secret-once";

export interface MadeToken {
  name: string;
  secret: string;
  workspaceSlug: string;
  isBound: boolean;
}

interface Connection {
  url: string;
  token: string;
  /** Named where the token does not say it by itself. */
  workspace: string | null;
}

function shell({ url, token, workspace }: Connection): string {
  return [
    `export MLFLOW_TRACKING_URI=${url}`,
    `export MLFLOW_TRACKING_TOKEN=${token}`,
    ...(workspace ? [`export MLFLOW_WORKSPACE=${workspace}`] : []),
  ].join("\n");
}

function python({ url, token, workspace }: Connection): string {
  return [
    "import os",
    "import mlflow",
    "",
    `os.environ["MLFLOW_TRACKING_TOKEN"] = "${token}"`,
    ...(workspace ? [`os.environ["MLFLOW_WORKSPACE"] = "${workspace}"`] : []),
    `mlflow.set_tracking_uri("${url}")`,
    "",
    'mlflow.set_experiment("my first experiment")',
    "with mlflow.start_run():",
    '    mlflow.log_param("learning_rate", 0.1)',
    '    mlflow.log_metric("loss", 0.42, step=1)',
  ].join("\n");
}

function curl({ url, token, workspace }: Connection): string {
  const header = workspace ? `  -H 'X-MLFLOW-WORKSPACE: ${workspace}' \\\n` : "";
  return `curl -H 'Authorization: Bearer ${token}' \\\n${header}  ${url}/api/slipway/v1/me`;
}

/** A new token's secret, the one time it can be seen, and how to use it. */
export function TokenSecret({ token }: { token: MadeToken }) {
  const connection = {
    url: window.location.origin,
    token: token.secret,
    workspace: token.isBound ? null : token.workspaceSlug,
  };
  return (
    <div className="grid grid-cols-1 gap-5">
      <SecretOnce label="API token" value={token.secret}>
        Copy the token now: only its hash is kept, and it cannot be shown again.
      </SecretOnce>
      <Tabs defaultValue="shell">
        <TabsList aria-label="How to use it">
          <TabsTrigger value="shell">Shell</TabsTrigger>
          <TabsTrigger value="python">Python</TabsTrigger>
          <TabsTrigger value="curl">REST</TabsTrigger>
        </TabsList>
        <TabsContent value="shell">
          <CodeBlock language="Shell" code={shell(connection)} />
        </TabsContent>
        <TabsContent value="python">
          <CodeBlock language="Python" code={python(connection)} />
        </TabsContent>
        <TabsContent value="curl">
          <CodeBlock language="Shell" code={curl(connection)} />
        </TabsContent>
      </Tabs>
    </div>
  );
}
