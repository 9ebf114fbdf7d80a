import "server-only";
import { log } from "@/lib/core/log";
import { inTransaction, type SqlClient } from "@/lib/db/pool";
import { readAnswers } from "../queries/answers";
import { readLiveQuality } from "../queries/live-quality";
import type { LoggedAnswers } from "../rules/judge-predictions";
import type { RolloutCheck } from "../schema/rollouts";

/** What all reads of the log for one look may take together. */
const TIME_MS = 5_000;

interface LoggedPart {
  revision: number;
  isShadow: boolean;
  from: Date;
  to: Date;
}

interface Logged {
  workspaceId: string;
  deploymentId: number;
  checks: readonly RolloutCheck[];
}

/** One read after the other, each with the time that is left. */
function readingUntil(tx: SqlClient, until: number) {
  return async <T>(read: (tx: SqlClient) => Promise<T>): Promise<T> => {
    const left = Math.max(1, Math.floor(until - performance.now()));
    await tx.query(`SET LOCAL statement_timeout = ${left}`);
    return read(tx);
  };
}

async function readPart(
  read: ReturnType<typeof readingUntil>,
  { workspaceId, deploymentId, checks }: Logged,
  { revision, isShadow, from, to }: LoggedPart,
): Promise<LoggedAnswers> {
  const isAsked = (kind: string) => checks.some(({ metric }) => metric.kind === kind);
  const window = { workspaceId, from, to };
  const found: LoggedAnswers = {};
  if (isAsked("live_quality")) {
    const only = { revision, isShadow };
    const asked = { ...window, deploymentId: BigInt(deploymentId), only };
    const [quality] = await read((tx) => readLiveQuality(tx, asked));
    if (quality) found.quality = quality;
  }
  if (isAsked("prediction_distribution"))
    found.answers = await read((tx) =>
      readAnswers(tx, { ...window, deploymentId, revision, isShadow }),
    );
  return found;
}

/** Whether the database answered that it cannot, or not in time. */
const isRefusal = (error: unknown): boolean =>
  error instanceof Error && "severity" in error && "code" in error;

/**
 * What the log of predictions tells of revisions, as far as a check asks for it. Such reads are long and may fail: then
 * nothing is known of the answers, and all other checks are judged nevertheless.
 */
export async function readLogged<Arm extends string>(
  logged: Logged,
  parts: Readonly<Record<Arm, LoggedPart>>,
): Promise<Partial<Record<Arm, LoggedAnswers>>> {
  // The names are those of the parts.
  const arms = Object.entries(parts) as [Arm, LoggedPart][];
  const found: Partial<Record<Arm, LoggedAnswers>> = {};
  try {
    await inTransaction(async (tx) => {
      const read = readingUntil(tx, performance.now() + TIME_MS);
      for (const [arm, part] of arms) found[arm] = await readPart(read, logged, part);
    });
    return found;
  } catch (error) {
    if (!isRefusal(error)) throw error;
    const { deploymentId } = logged;
    log().warn({ err: error, deployment: deploymentId }, "logged answers could not be read");
    return {};
  }
}
