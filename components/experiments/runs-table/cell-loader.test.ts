import { describe, expect, it } from "vitest";
import { columnsAround } from "./cell-loader";

const columns = ["a:status", ...Array.from({ length: 60 }, (_, index) => `m:metric ${index}`)];

describe("the columns whose cells are read", () => {
  it("are those in sight and ten on either side", () => {
    const read = columnsAround(columns, ["m:metric 30", "m:metric 31"]);
    expect(read[0]).toBe("m:metric 20");
    expect(read.at(-1)).toBe("m:metric 41");
    expect(read).toHaveLength(22);
  });

  it("leave out what comes with every row", () => {
    expect(columnsAround(columns, ["a:status", "name"])[0]).toBe("m:metric 0");
  });

  it("are none when nothing is in sight", () => {
    expect(columnsAround(columns, [])).toEqual([]);
  });
});
