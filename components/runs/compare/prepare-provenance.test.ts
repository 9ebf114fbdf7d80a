import { describe, expect, it } from "vitest";
import { prepareProvenance } from "./prepare-provenance";

const run = (uuid: string) => ({ uuid });
const answered = ["a", "b", "c"].map((runUuid) => ({
  runUuid,
  job: null,
  unpinned: [`data of ${runUuid}`],
}));
const placesOf = (uuids: string[]) =>
  prepareProvenance(uuids.map(run), answered).columns.map(({ run: { uuid }, at }) => [uuid, at]);

describe("runs beside an answer about the runs that were chosen before", () => {
  it("keep each its own values when one is left out or the order is another", () => {
    expect(placesOf(["a", "c"])).toEqual([
      ["a", 0],
      ["c", 2],
    ]);
    expect(placesOf(["c", "a", "b"])).toEqual([
      ["c", 2],
      ["a", 0],
      ["b", 1],
    ]);
    const { columns } = prepareProvenance([run("b")], answered);
    expect(columns[0]?.unpinned).toEqual(["data of b"]);
  });

  it("have the first one for a baseline, and none until its values are there", () => {
    expect(prepareProvenance([run("b"), run("a")], answered).baseline).toMatchObject({ at: 1 });
    const waiting = prepareProvenance([run("new"), run("a")], answered);
    expect(waiting.columns).toHaveLength(1);
    expect(waiting.baseline).toBeNull();
  });
});
