import "server-only";
import { type Actor, assertCan } from "@/lib/access/actor";
import { AppError } from "@/lib/core/errors";
import { readVersionColumn } from "@/lib/datasets/queries/version-columns";
import type { ColumnValues } from "@/lib/datasets/schema/table-scan";
import type { WatchedColumn } from "@/lib/datasets/schema/window-profiles";
import { pool } from "@/lib/db/pool";
import { namedRow } from "@/lib/gateway/rules/profiled";
import { deploymentIdOf } from "@/lib/gateway/sql/deployment-ids";
import type { ExactDto, ExactProgress } from "../dto/exact";
import { runStatistic } from "../jobs/run-statistic";
import { GatheredColumn } from "../rules/gathered";
import { isMoment } from "../rules/windows";
import type { ComputeExactlyInput } from "../schema/comparisons";
import { eachLogged } from "../sql/logged-rows";
import { type LaidOut, layOut } from "./comparisons";

/** Rows of a side that are read. */
const MAX_ROWS = 1_000_000;

interface Watcher {
  signal?: AbortSignal | undefined;
  onProgress?: (progress: ExactProgress) => void;
}

interface Asked {
  laid: LaidOut;
  column: WatchedColumn;
  as: ColumnValues["kind"];
}

/** The column in the file of the reference. */
function readReference(actor: Actor, { laid, column, as }: Asked): Promise<ColumnValues> {
  const { data, definition } = laid.known;
  const name = column.source === "answer" ? definition.target : column.name;
  if (name === null)
    throw new AppError("INVALID", "The reference has no column to lay answers beside.");
  const datasetVersion = `${data.datasetId}@${data.version}`;
  return readVersionColumn(actor, { datasetVersion, column: name, as });
}

/** The column in the log of a window. */
async function readLog(
  { workspaceId }: Actor,
  { laid, column, as }: Asked,
  end: "before" | "after",
  { signal, onProgress }: Watcher,
): Promise<ColumnValues> {
  const side = laid.sides[end];
  const { deployment } = laid.monitor;
  if (side.kind !== "window" || isMoment(side) || deployment === null)
    throw new AppError(
      "INVALID",
      "Rows are read from the log of a deployment’s predictions, of hours, days and weeks.",
    );
  const deploymentId = Number(await deploymentIdOf(pool(), workspaceId, deployment));
  const gathered = new GatheredColumn(as);
  const of = laid.profiles[end].rows;
  const { opensAt, closesAt } = side;
  await eachLogged({ workspaceId, deploymentId, opensAt, closesAt }, (predictions) => {
    signal?.throwIfAborted();
    for (const { inputs, answers } of predictions)
      for (const [row, sent] of inputs.entries())
        gathered.add(column.source === "answer" ? answers?.[row] : namedRow(sent)[column.name]);
    if (gathered.size > MAX_ROWS)
      throw new AppError(
        "TOO_LARGE",
        `More than ${MAX_ROWS.toLocaleString("en")} rows came in that window; choose a shorter one.`,
      );
    onProgress?.({ stage: "reading", side: end, rows: gathered.size, of });
  });
  return gathered.finish();
}

/** Computes methods over the raw rows of both sides, in a thread. Rows that the log keeps no more are not among them: the answer tells how many were read. */
export async function computeExactly(
  actor: Actor,
  input: ComputeExactlyInput,
  watcher: Watcher = {},
): Promise<ExactDto> {
  assertCan(actor, "monitor:read");
  assertCan(actor, "deployment:read");
  const laid = await layOut(actor, input);
  const column = laid.known.plan.columns.find(({ name }) => name === input.column);
  if (!column)
    throw new AppError("NOT_FOUND", `The monitor does not watch a column “${input.column}”.`);
  const as = column.kind === "number" ? "numbers" : "texts";
  const [method = "", preset] = input.method?.split("/") ?? [];
  const body = {
    kind: column.kind === "number" ? "numeric" : "categorical",
    // The thread asks for each side by its name.
    reference: { datasetVersion: "before", column: column.name },
    current: { datasetVersion: "after", column: column.name },
    ...(input.method === undefined ? {} : { methods: [{ method, preset }] }),
  };
  const asked = { laid, column, as } as const;
  const answer = await runStatistic(
    { name: "exact", body: new TextEncoder().encode(JSON.stringify(body)) },
    async ({ datasetVersion }) => {
      const end = datasetVersion === "before" ? "before" : "after";
      const values =
        laid.sides[end].kind === "reference"
          ? await readReference(actor, asked)
          : await readLog(actor, asked, end, watcher);
      if (end === "after") watcher.onProgress?.({ stage: "computing" });
      return values;
    },
    watcher.signal,
  );
  // The thread writes what answers of this kind are.
  return JSON.parse(answer) as ExactDto;
}
