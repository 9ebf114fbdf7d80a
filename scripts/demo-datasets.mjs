/** Tables that the demo's people upload. */
import { WORKSPACE } from "./demo-training.mjs";

export const DATASETS = `${WORKSPACE}/datasets`;
const READ_WITHIN_MS = 60_000;

/** A further version of a dataset; answers it. */
export async function upload(ada, name, content) {
  const { version } = await ada(
    "POST",
    `${DATASETS}/upload?name=${encodeURIComponent(name)}&fileName=${name}.csv`,
    Buffer.from(content),
  );
  return version;
}

/** Waits until a version's file was read, so that something can be laid beside it. */
export async function awaitRead(ada, { datasetId, number }) {
  const deadline = Date.now() + READ_WITHIN_MS;
  for (;;) {
    const { profile } = await ada("GET", `${DATASETS}/${datasetId}/versions/${number}`);
    if (profile.status === "ready") return;
    if (profile.status === "failed" || Date.now() > deadline)
      throw new Error(
        `Version ${number} of dataset ${datasetId} is not read: ${profile.problem ?? "it takes too long"}`,
      );
    await new Promise((resolve) => setTimeout(resolve, 250));
  }
}

/** What a run was trained on, as a version that can be read here: then what serves is watched beside it. */
export async function uploadTraining(ada, name, runId) {
  const table = await ada("GET", `/get-artifact?run_id=${runId}&path=data/training.csv`);
  return upload(ada, `${name}-training`, table);
}
