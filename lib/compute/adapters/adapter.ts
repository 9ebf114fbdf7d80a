import "server-only";
import type { Readable } from "node:stream";
import type { Observation } from "../rules/lifecycle";
import type { GpuUse } from "../rules/usage";
import type { JobFacts, JobSpec } from "../schema/jobs";

export interface Launch
  extends Omit<JobSpec, "environment" | "parameters" | "source" | "datasets"> {
  /** Code that was uploaded, to be put into its working folder before the command begins. */
  snapshot: {
    sha256: string;
    /** Where the job's own token opens it. */
    address: string;
    open: () => Promise<Readable>;
  } | null;
  /** Ours, and the only name by which the job is known from then on. */
  key: string;
  /** All of it: the job sees nothing else of this process's own. */
  environment: Readonly<Record<string, string>>;
}

export interface BackendHealth {
  isReady: boolean;
  /** What it found, for a person. */
  message: string;
}

export interface LogPart {
  bytes: Uint8Array;
  /** True when the next part can be had at once. */
  hasMore: boolean;
}

/** What the processes of a job use. */
export interface Usage {
  /** CPU time that all of them have used until now. */
  cpuMillis: number;
  memoryBytes: number;
  processes: number;
  /** Null where there is none, or it does not say. */
  gpu: GpuUse | null;
}

/**
 * Something that runs commands. Whatever the caller does not remember it can ask again: a process may die between any
 * two calls and another goes on.
 */
export interface ComputeAdapter {
  /** Whether it could run a job now. */
  check: () => Promise<BackendHealth>;
  /** Starts a job; of all calls with one key, one starts it. */
  submit: (launch: Launch) => Promise<void>;
  observe: (key: string) => Promise<Observation>;
  /** What it printed from a byte on, as much as is to be had at once. */
  readLog: (key: string, offset: number) => Promise<LogPart>;
  /** Tells it that nobody reads what the job prints from now on. */
  ignoreLog: (key: string) => Promise<void>;
  /** What a job that has been started runs on and with, as far as it can be found out. */
  describe: (key: string, command: readonly string[]) => Promise<JobFacts>;
  /** What it uses just now; null when that cannot be measured. */
  measure: (key: string) => Promise<Usage | null>;
  /** Asks the job to stop, or forces it. One that was not started never will be. */
  stop: (key: string, options: { isForced: boolean }) => Promise<void>;
  /** Lets go of what is left of a job that has ended. Its key is not free again. */
  forget: (key: string) => Promise<void>;
  /** For how long a job whose log has so many bytes is left alone after a look at it. */
  pauseMs: (logBytes: number) => number;
}
