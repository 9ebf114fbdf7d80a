import "server-only";
import { AppError } from "@/lib/core/errors";
import type { Observation } from "../rules/lifecycle";
import { fetchingCommand } from "../rules/snapshots";
import { troubleText } from "../rules/trouble";
import { shellText } from "../rules/variables";
import type { JobFacts, JobSpec } from "../schema/jobs";
import type { BackendHealth, ComputeAdapter, Launch, LogPart } from "./adapter";
import type { RayClient, RayJob, RaySubmission } from "./ray-client";

const LOOK_MS = 1_000;
/** A log is read whole: the longer it is, the less often. */
const LOG_BYTES_A_SECOND = 2 * 1024 * 1024;
/** How a shell ends that was told to stop. */
const STOPPED_CODE = 143;

const TOLD_CHARACTERS = 500;

const STATES: Readonly<Record<RayJob["status"], Observation["state"]>> = {
  PENDING: "pending",
  RUNNING: "running",
  STOPPED: "stopped",
  SUCCEEDED: "succeeded",
  FAILED: "failed",
};

const isOver = ({ status }: RayJob): boolean => status !== "PENDING" && status !== "RUNNING";

/** What the driver's shell does: take the limits upon it, and become the command. */
function entrypoint({ command, limits, snapshot }: Launch): string {
  const whole = snapshot ? fetchingCommand(command, snapshot) : command;
  const { cpuSeconds, memoryMiB } = limits;
  return [
    ...(cpuSeconds === null ? [] : [`ulimit -t ${cpuSeconds}`]),
    ...(memoryMiB === null ? [] : [`ulimit -v ${memoryMiB * 1024}`]),
    `exec ${shellText(whole)}`,
  ].join(" && ");
}

function resourcesOf({ cpus, gpus, memoryMiB, custom }: JobSpec["resources"]) {
  return {
    ...(cpus === null ? {} : { entrypoint_num_cpus: cpus }),
    ...(gpus === null ? {} : { entrypoint_num_gpus: gpus }),
    ...(memoryMiB === null ? {} : { entrypoint_memory: memoryMiB * 1024 * 1024 }),
    ...(Object.keys(custom).length === 0 ? {} : { entrypoint_resources: custom }),
  };
}

function toSubmission(launch: Launch): RaySubmission {
  return {
    submission_id: launch.key,
    entrypoint: entrypoint(launch),
    metadata: { slipway_job: launch.environment.SLIPWAY_JOB ?? "" },
    runtime_env: { ...launch.runtimeEnvironment, env_vars: launch.environment },
    ...resourcesOf(launch.resources),
  };
}

/** Runs jobs on a Ray cluster through its Jobs API. The submission id is our key; the cluster remembers the rest. */
export class RayBackend implements ComputeAdapter {
  constructor(private readonly client: RayClient) {}

  pauseMs(logBytes: number): number {
    return LOOK_MS + (logBytes / LOG_BYTES_A_SECOND) * 1_000;
  }

  async check(): Promise<BackendHealth> {
    try {
      return { isReady: true, message: `Ray ${await this.client.version()} answers.` };
    } catch (error) {
      return { isReady: false, message: troubleText(error) };
    }
  }

  async submit(launch: Launch): Promise<void> {
    if (await this.client.find(launch.key)) return;
    const refusal = await this.client.submit(toSubmission(launch));
    // What it says is not believed before it can be read back: it may be one that says yes and does nothing.
    if (await this.client.find(launch.key)) return;
    if (refusal === null)
      throw new AppError(
        "UNAVAILABLE",
        "The cluster said that it took the job, and does not know it.",
      );
    throw new AppError(
      refusal.isFinal ? "INVALID" : "UNAVAILABLE",
      `The cluster did not take the job: ${refusal.reason}.`,
    );
  }

  async observe(key: string): Promise<Observation> {
    const job = await this.client.find(key);
    if (!job) return { state: "unknown", exitCode: null };
    const exitCode = job.driver_exit_code ?? null;
    const detail = job.message?.split("\n")[0]?.trim().slice(0, TOLD_CHARACTERS);
    return { state: STATES[job.status], exitCode, ...(detail ? { detail } : {}) };
  }

  async readLog(key: string, offset: number): Promise<LogPart> {
    const log = await this.client.log(key);
    return { bytes: new TextEncoder().encode(log ?? "").subarray(offset), hasMore: false };
  }

  async ignoreLog(): Promise<void> {
    // The cluster keeps it in a file of its own, whatever its length.
  }

  /** Its API says nothing of the machines and folders that a job was given. */
  async describe(): Promise<JobFacts> {
    const backend = `Ray ${await this.client.version()}`;
    return { backend, machine: null, interpreter: null, locks: [] };
  }

  async measure(): Promise<null> {
    return null;
  }

  async stop(key: string): Promise<void> {
    if (await this.client.find(key)) return this.client.stop(key);
    // Takes the key, so that a submission which is on its way comes too late.
    await this.client.submit({
      submission_id: key,
      entrypoint: `exit ${STOPPED_CODE}`,
      metadata: {},
      runtime_env: {},
    });
  }

  async forget(key: string): Promise<void> {
    const job = await this.client.find(key);
    if (!job) return;
    if (!isOver(job)) {
      await this.client.stop(key);
      throw new AppError("UNAVAILABLE", "The cluster is still stopping the job.");
    }
    await this.client.remove(key);
  }
}
