/** Says where it runs, and proves that it can log to its run: both are what a new backend most often lacks. */
const PYTHON = `import os, platform, urllib.request
print("Running on", platform.node(), "with Python", platform.python_version(), flush=True)
at = os.environ["MLFLOW_TRACKING_URI"]
run = at + "/api/2.0/mlflow/runs/get?run_id=" + os.environ["MLFLOW_RUN_ID"]
token = {"Authorization": "Bearer " + os.environ["MLFLOW_TRACKING_TOKEN"]}
answer = urllib.request.urlopen(urllib.request.Request(run, headers=token), timeout=20)
print("Slipway answers", answer.status, "at", at)`;

const NODE = `const { MLFLOW_TRACKING_URI: at, MLFLOW_TRACKING_TOKEN: token, MLFLOW_RUN_ID: run } = process.env;
console.log("Running on " + os.hostname() + " with Node " + process.version);
const headers = { Authorization: "Bearer " + token };
const answer = await fetch(at + "/api/2.0/mlflow/runs/get?run_id=" + run, { headers, signal: AbortSignal.timeout(20000) });
console.log("Slipway answers " + answer.status + " at " + at);
process.exitCode = answer.ok ? 0 : 1;`;

/** The command of a test job: clusters of Ray have Python, and this machine has Node. */
export const testCommand = (kind: string): string[] =>
  kind === "ray"
    ? ["python", "-c", PYTHON]
    : ["node", "--input-type=module", "-e", `import os from "node:os";\n${NODE}`];
