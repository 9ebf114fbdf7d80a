/** The part of MLflow's REST protocol that a training needs, in plain TypeScript: no client library is required. */
import type { Table } from "./data";

const address = process.env.MLFLOW_TRACKING_URI ?? "http://127.0.0.1:3000";
const token = process.env.MLFLOW_TRACKING_TOKEN ?? "";
const authorization = `Bearer ${token}`;

async function send(method: string, path: string, body: BodyInit | null, type: string) {
  const response = await fetch(address + path, {
    method,
    headers: { Authorization: authorization, "Content-Type": type },
    body,
  });
  const text = await response.text();
  if (!response.ok) throw new Error(`${method} ${path} answered ${response.status}: ${text}`);
  return text;
}

/** Calls one RPC below /api/2.0/mlflow; what it answers is described by the protocol. */
export async function call<Answer = unknown>(
  method: "GET" | "POST" | "PATCH",
  path: string,
  body?: object,
): Promise<Answer> {
  const text = await send(
    method,
    `/api/2.0/mlflow/${path}`,
    body === undefined ? null : JSON.stringify(body),
    "application/json",
  );
  // The protocol says what the answer holds; the caller names the part it reads.
  return JSON.parse(text) as Answer;
}

/** The experiment of this name, made when it is new. */
export async function ensureExperiment(name: string, note: string): Promise<string> {
  try {
    const { experiment_id } = await call<{ experiment_id: string }>("POST", "experiments/create", {
      name,
      tags: [{ key: "mlflow.note.content", value: note }],
    });
    return experiment_id;
  } catch (error) {
    if (!String(error).includes("RESOURCE_ALREADY_EXISTS")) throw error;
    const found = await call<{ experiment: { experiment_id: string } }>(
      "GET",
      `experiments/get-by-name?experiment_name=${encodeURIComponent(name)}`,
    );
    return found.experiment.experiment_id;
  }
}

const pairs = (record: Readonly<Record<string, string | number>>) =>
  Object.entries(record).map(([key, value]) => ({ key, value: String(value) }));

interface Point {
  key: string;
  value: number;
  step: number;
  timestamp: number;
}

export interface RunOptions {
  experimentId: string;
  name: string;
  user: string;
  source: string;
  parentId?: string | undefined;
  params: Readonly<Record<string, string | number>>;
  tags?: Readonly<Record<string, string>>;
}

/** A run that sends its metrics in batches of up to a thousand points. */
export class Run {
  private points: Point[] = [];

  private constructor(
    readonly id: string,
    private readonly artifactPath: string,
  ) {}

  static async start(options: RunOptions): Promise<Run> {
    const { run } = await call<{ run: { info: { run_id: string; artifact_uri: string } } }>(
      "POST",
      "runs/create",
      {
        experiment_id: options.experimentId,
        run_name: options.name,
        user_id: options.user,
        start_time: Date.now(),
        tags: pairs({
          "mlflow.user": options.user,
          "mlflow.source.name": options.source,
          "mlflow.source.type": "LOCAL",
          ...(options.parentId ? { "mlflow.parentRunId": options.parentId } : {}),
          ...options.tags,
        }),
      },
    );
    const { run_id, artifact_uri } = run.info;
    await call("POST", "runs/log-batch", { run_id, params: pairs(options.params) });
    return new Run(run_id, artifact_uri.replace(/^mlflow-artifacts:\/+/, ""));
  }

  /** Keeps points of one step until there are enough of them to send. */
  async log(step: number, metrics: Readonly<Record<string, number>>): Promise<void> {
    const timestamp = Date.now();
    for (const [key, value] of Object.entries(metrics))
      this.points.push({ key, value, step, timestamp });
    if (this.points.length >= 200) await this.flush();
  }

  async flush(): Promise<void> {
    const metrics = this.points.splice(0);
    if (metrics.length > 0)
      await call("POST", "runs/log-batch", {
        run_id: this.id,
        // JSON has no NaN: the protocol writes it as a string.
        metrics: metrics.map((point) => ({
          ...point,
          value: Number.isFinite(point.value) ? point.value : String(point.value),
        })),
      });
  }

  /** The hash of the whole file names its content; MLflow's digest is too short to. */
  async logDataset(
    { name, digest, source, sha256 }: Pick<Table, "name" | "digest" | "source" | "sha256">,
    profile: object,
  ): Promise<void> {
    await call("POST", "runs/log-inputs", {
      run_id: this.id,
      datasets: [
        {
          tags: [
            { key: "mlflow.data.context", value: "training" },
            { key: "sha256", value: sha256 },
          ],
          dataset: { name, digest, source_type: "npm", source, profile: JSON.stringify(profile) },
        },
      ],
    });
  }

  async putArtifact(path: string, content: string | Uint8Array<ArrayBuffer>): Promise<void> {
    await putFile(`${this.artifactPath}/${path}`, content);
  }

  async end(status: "FINISHED" | "FAILED" | "KILLED" = "FINISHED"): Promise<void> {
    await this.flush();
    await call("POST", "runs/update", { run_id: this.id, status, end_time: Date.now() });
  }
}

export async function putFile(
  path: string,
  content: string | Uint8Array<ArrayBuffer>,
): Promise<void> {
  await send(
    "PUT",
    `/api/2.0/mlflow-artifacts/artifacts/${path}`,
    content,
    "application/octet-stream",
  );
}
