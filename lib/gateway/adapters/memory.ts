import "server-only";
import { readFile } from "node:fs/promises";

const PAGE_BYTES = 4_096;

/** Memory of a process in MiB; 0 for one that is gone, and where the system has no /proc. */
export async function residentMiB(pid: number): Promise<number> {
  const text = await readFile(`/proc/${pid}/statm`, "utf8").catch(() => "");
  return (Number(text.split(" ")[1] ?? 0) * PAGE_BYTES) / 2 ** 20;
}
