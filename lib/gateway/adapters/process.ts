import "server-only";
import { mkdir } from "node:fs/promises";
import { join } from "node:path";
import { env } from "@/lib/core/env";
import { AppError } from "@/lib/core/errors";
import type { ServingBackend } from "@/lib/deployments/schema/backends";
import { ModelFailure } from "../rules/failures";
import type { ModelOutput } from "../schema/payload";
import type { InferCall, ModelAdapter, ModelFiles, ModelMetadata } from "./adapter";
import { Gate } from "./gate";
import { fetchModel } from "./model-folder";
import { Replica } from "./replica";

type ProcessSettings = Extract<ServingBackend, { kind: "process" }>;

const AT_ONCE_EACH = 32;
const MLFLOW = [
  "mlflow",
  "models",
  "serve",
  "-m",
  "$MODEL",
  "-p",
  "$PORT",
  "-h",
  "127.0.0.1",
  "--env-manager",
  "local",
];

const shared = globalThis as typeof globalThis & { slipwayServingProcesses?: number };

export interface ProcessModel {
  settings: ProcessSettings;
  /** Null for a command that brings its model along. */
  files: ModelFiles | null;
  folder: string;
  onOutput: (text: string) => void;
}

/** A command that speaks MLflow's /invocations, such as its scoring server, run and watched by this server. */
export class ProcessAdapter implements ModelAdapter {
  private replicas: Replica[] = [];
  private readonly gate: Gate;

  constructor(private readonly model: ProcessModel) {
    const { replicas, maxQueue } = model.settings;
    this.gate = new Gate(AT_ONCE_EACH * replicas, maxQueue);
  }

  async load(): Promise<void> {
    const { settings } = this.model;
    this.reserve(settings.replicas);
    try {
      const { folder, environment } = await this.prepare();
      const command = settings.command.length > 0 ? settings.command : MLFLOW;
      const filled = (port: number) =>
        command.map((part) =>
          part.replaceAll("$PORT", String(port)).replaceAll("$MODEL", environment.MODEL ?? ""),
        );
      this.replicas = Array.from(
        { length: settings.replicas },
        () =>
          new Replica({
            command: filled,
            folder,
            environment,
            memoryMiB: settings.memoryMiB,
            startSeconds: settings.startSeconds,
            onOutput: this.model.onOutput,
          }),
      );
      await Promise.all(this.replicas.map((replica) => replica.start()));
    } catch (error) {
      await this.unload();
      throw error;
    }
  }

  private reserved = 0;

  /** Makes room for its processes. Throws UNAVAILABLE when this machine has none. */
  private reserve(count: number): void {
    const { SERVING_PROCESSES } = env();
    const running = shared.slipwayServingProcesses ?? 0;
    if (running + count > SERVING_PROCESSES)
      throw new AppError(
        "UNAVAILABLE",
        SERVING_PROCESSES === 0
          ? "This server runs no processes for models. Its operator allows them with SERVING_PROCESSES."
          : `This server runs ${SERVING_PROCESSES} processes for models at most, and has no room for ${count} more.`,
      );
    shared.slipwayServingProcesses = running + count;
    this.reserved += count;
  }

  private async prepare() {
    const { files, folder } = this.model;
    const home = join(folder, "home");
    await mkdir(home, { recursive: true, mode: 0o700 });
    const copied = files ? await fetchModel(files, join(folder, "model")) : null;
    const environment: Record<string, string> = copied ? { MODEL: copied.path } : {};
    return { folder: home, environment };
  }

  isReady(): boolean {
    return this.replicas.some(({ isReady }) => isReady);
  }

  problem(): string | null {
    if (this.isReady()) return null;
    return this.replicas.find(({ trouble }) => trouble !== null)?.trouble ?? "It is not running.";
  }

  metadata(): ModelMetadata | null {
    return null;
  }

  async check(): Promise<void> {
    await Promise.all(this.replicas.map((replica) => replica.check()));
  }

  infer(call: InferCall): Promise<ModelOutput> {
    return this.gate.pass(call.deadline, () => {
      const ready = this.replicas.filter(({ isReady }) => isReady);
      const [first] = ready;
      if (!first) throw new ModelFailure("AWAY", this.problem() ?? "The model is not running.");
      return ready.reduce((best, one) => (one.busy < best.busy ? one : best), first).infer(call);
    });
  }

  async unload(): Promise<void> {
    const { replicas } = this;
    this.replicas = [];
    await Promise.all(replicas.map((replica) => replica.stop()));
    shared.slipwayServingProcesses = (shared.slipwayServingProcesses ?? 0) - this.reserved;
    this.reserved = 0;
  }
}
