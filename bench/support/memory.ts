import { readFile } from "node:fs/promises";

async function statusOf(pid: number | undefined, field: string): Promise<number> {
  const status = await readFile(`/proc/${pid}/status`, "utf8").catch(() => "");
  return Number(new RegExp(`${field}:\\s+(\\d+)`).exec(status)?.[1] ?? Number.NaN) / 1024;
}

/** Resident memory of a process in MiB, where the system tells (Linux). */
export const residentMiB = (pid: number | undefined) => statusOf(pid, "VmRSS");

/** The most it has ever been. */
export const peakMiB = (pid: number | undefined) => statusOf(pid, "VmHWM");
