import { describe, expect, it } from "vitest";
import { columnsAround, rowsAround } from "./cell-loader";

const columns = ["a:status", ...Array.from({ length: 60 }, (_, index) => `m:metric ${index}`)];

describe("the columns whose cells are read", () => {
  it("are those in sight and what is near them, by the block", () => {
    const read = columnsAround(columns, ["m:metric 22", "m:metric 23"]);
    expect(read[0]).toBe("m:metric 15");
    expect(read.at(-1)).toBe("m:metric 30");
    expect(columnsAround(columns, ["m:metric 21", "m:metric 22"])).toEqual(read);
    expect(columnsAround(columns, ["m:metric 26"]).at(-1)).toBe("m:metric 46");
  });

  it("leave out what comes with every row", () => {
    expect(columnsAround(columns, ["a:status", "name"])[0]).toBe("m:metric 0");
  });

  it("are none when nothing is in sight", () => {
    expect(columnsAround(columns, [])).toEqual([]);
  });
});

describe("the rows whose cells are read", () => {
  it("are whole blocks, the next one before it is in sight", () => {
    expect(rowsAround(0, 20)).toEqual([0, 49]);
    expect(rowsAround(10, 30)).toEqual([0, 99]);
    expect(rowsAround(80, 110)).toEqual([50, 149]);
  });
});
