import "server-only";
/** The thread that learns what is usual, so that the event loop that answers requests never does. */
import { doTask } from "@/lib/core/ask-thread";
import { learnBaseline } from "../rules/performance/baseline";

export type BaselineTask = Parameters<typeof learnBaseline>;

// Whoever opened the thread hands it this.
doTask(async (task) => learnBaseline(...(task as BaselineTask)));
