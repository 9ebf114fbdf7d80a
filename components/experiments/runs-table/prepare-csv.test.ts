import { expect, test } from "vitest";
import type { RunRowDto } from "@/lib/runs/dto";
import { runsToCsv } from "./prepare-csv";

const run: RunRowDto = {
  uuid: "a1",
  name: 'first, "best"',
  experimentId: 1,
  userId: "ada",
  status: "FINISHED",
  lastActivityAt: 0,
  startTime: Date.UTC(2026, 10, 24),
  endTime: null,
  isDeleted: false,
  color: 0,
  parentUuid: null,
  createdBy: "",
  childCount: 0,
  sourceName: "",
  sourceType: "",
  gitCommit: "",
  datasets: [],
  loggedModelCount: 0,
  registeredVersionCount: 0,
  values: [0.1234567890123, "=HYPERLINK(1)", null, "-0.5"],
};

test("columns keep their order, numbers their precision, and quotes are doubled", () => {
  const [head, line] = runsToCsv([run], ["m.min:loss", "p:formula", "t:team", "p:rate"]).split(
    "\r\n",
  );
  expect(head).toBe(
    "run_id,name,status,start_time,end_time,user,metrics.loss (min),params.formula,tags.team,params.rate",
  );
  expect(line).toBe(
    `a1,"first, ""best""",FINISHED,2026-11-24T00:00:00.000Z,,ada,0.1234567890123,'=HYPERLINK(1),,-0.5`,
  );
});
