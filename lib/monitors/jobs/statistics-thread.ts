import "server-only";
/** The thread that computes statistics, so that the event loop that answers requests never does. */
import { doTask } from "@/lib/core/ask-thread";
import type { ColumnValues } from "@/lib/datasets/schema/table-scan";
import { answerStatistic, type StatisticsTask } from "./answer";

doTask((task, ask) =>
  answerStatistic(
    // Whoever opened the thread hands it this.
    task as StatisticsTask,
    // And answers the name of a column with its values.
    (column) => ask(column) as Promise<ColumnValues>,
  ),
);
