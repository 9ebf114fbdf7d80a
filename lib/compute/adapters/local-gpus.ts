import "server-only";
import { type GpuUse, gpuUseOf, parseGpuUse } from "../rules/usage";
import { answerOf, findMachine } from "./local-facts";

/** Looking takes a second of the driver's time, so it is done once for all jobs, and less often than the rest. */
const LOOK_MS = 4_000;
/** What was seen longer ago is not told as what is used now. */
const STALE_MS = 15_000;

interface Look {
  begunAt: number;
  seen: { at: number; uses: Map<number, GpuUse> } | null;
}

const looks = new Map<string, Look>();

async function look(path: string, state: Look): Promise<void> {
  const table = await answerOf("nvidia-smi", ["pmon", "-c", "1", "-s", "um"], path);
  const uses = table === null ? null : parseGpuUse(table);
  if (uses) state.seen = { at: Date.now(), uses };
}

/** What processes used of this machine's GPUs when those were looked at last, which nobody waits for. */
export async function recentGpuUse(pids: readonly number[], path: string): Promise<GpuUse | null> {
  const machine = await findMachine(path);
  if (!machine || machine.gpus.length === 0) return null;
  const state = looks.get(path) ?? { begunAt: 0, seen: null };
  looks.set(path, state);
  if (Date.now() - state.begunAt > LOOK_MS) {
    state.begunAt = Date.now();
    void look(path, state);
  }
  const { seen } = state;
  return seen && Date.now() - seen.at < STALE_MS ? gpuUseOf(seen.uses, pids) : null;
}
