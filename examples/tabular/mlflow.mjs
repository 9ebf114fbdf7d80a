/** The part of MLflow's REST protocol that a training needs. A job finds the variables in its environment. */

const address = process.env.MLFLOW_TRACKING_URI ?? "http://127.0.0.1:3000";
const token = process.env.MLFLOW_TRACKING_TOKEN ?? "";

async function send(method, path, body, type = "application/json") {
  const response = await fetch(address + path, {
    method,
    headers: { Authorization: `Bearer ${token}`, "Content-Type": type },
    body: body === undefined ? null : body,
  });
  const answer = await response.text();
  if (!response.ok)
    throw Object.assign(new Error(`${method} ${path} answered ${response.status}: ${answer}`), {
      status: response.status,
    });
  return answer === "" ? null : JSON.parse(answer);
}

const call = (method, path, body) =>
  send(method, `/api/2.0/mlflow/${path}`, body === undefined ? undefined : JSON.stringify(body));
const putFile = (path, content) =>
  send("PUT", `/api/2.0/mlflow-artifacts/artifacts/${path}`, content, "application/octet-stream");
const folderOf = (uri) => uri.replace(/^mlflow-artifacts:\/+/, "");
const unlessThere = (error) => {
  if (!String(error).includes("RESOURCE_ALREADY_EXISTS")) throw error;
};

/** The run that the job was given; outside of a job, a new one in an experiment of this name. */
export async function openRun(experimentName) {
  const given = process.env.MLFLOW_RUN_ID;
  if (given) return (await call("GET", `runs/get?run_id=${given}`)).run.info;
  await call("POST", "experiments/create", { name: experimentName }).catch(unlessThere);
  const name = encodeURIComponent(experimentName);
  const { experiment } = await call("GET", `experiments/get-by-name?experiment_name=${name}`);
  const { experiment_id } = experiment;
  const start = { experiment_id, start_time: Date.now() };
  return (await call("POST", "runs/create", start)).run.info;
}

const pairs = (record) =>
  Object.entries(record).map(([key, value]) => ({ key, value: String(value) }));

export const logParams = (run, params) =>
  call("POST", "runs/log-batch", { run_id: run.run_id, params: pairs(params) });

export const logMetrics = (run, step, metrics) =>
  call("POST", "runs/log-batch", {
    run_id: run.run_id,
    metrics: Object.entries(metrics).map(([key, value]) => ({
      ...{ key, value, step },
      timestamp: Date.now(),
    })),
  });

/** What the run was trained on; the hash of the whole file names its content. */
export const logDataset = (run, { name, source, sha256, profile }) =>
  call("POST", "runs/log-inputs", {
    run_id: run.run_id,
    datasets: [
      {
        tags: [
          { key: "mlflow.data.context", value: "training" },
          { key: "sha256", value: sha256 },
        ],
        dataset: {
          name,
          digest: sha256.slice(0, 32),
          source_type: "code",
          source: JSON.stringify({ script: source }),
          profile: JSON.stringify(profile),
        },
      },
    ],
  });

export const putArtifact = (run, path, content) =>
  putFile(`${folderOf(run.artifact_uri)}/${path}`, content);

/** Logs files as a model of the run; answers its id. */
export async function logModel(run, name, files) {
  const { model } = await call("POST", "logged-models", {
    experiment_id: run.experiment_id,
    name,
    source_run_id: run.run_id,
    model_type: "classifier",
  });
  const { model_id, artifact_uri } = model.info;
  for (const [path, content] of Object.entries(files))
    await putFile(`${folderOf(artifact_uri)}/${path}`, content);
  await call("PATCH", `logged-models/${model_id}`, { model_id, status: "LOGGED_MODEL_READY" });
  const models = [{ model_id, step: 0 }];
  await call("POST", "runs/outputs", { run_id: run.run_id, models });
  return model_id;
}

/**
 * Registers a logged model as a version; answers its number, or null where the token may not. A job's own token may only
 * log, so that whoever launched it registers what it made.
 */
export async function registerModel(run, modelId, name, description) {
  try {
    await call("POST", "registered-models/create", { name }).catch(unlessThere);
    const { model_version } = await call("POST", "model-versions/create", {
      name,
      description,
      source: `models:/${modelId}`,
      run_id: run.run_id,
      model_id: modelId,
    });
    return model_version.version;
  } catch (error) {
    if (error.status === 403) return null;
    throw error;
  }
}

export const endRun = (run) =>
  call("POST", "runs/update", { run_id: run.run_id, status: "FINISHED", end_time: Date.now() });
