import { describe, expect, it } from "vitest";
import { fileName, prepareTable, samplesCsv, toCsv } from "./prepare-export";
import type { LineSeries } from "./prepare-lines";

const line = (id: string, x: number[], y: number[]): LineSeries => ({
  id,
  label: `run "${id}"`,
  color: 0,
  dash: 0,
  x,
  y,
  min: y,
  max: y,
});

describe("CSV", () => {
  it("quotes what needs quotes", () => {
    expect(toCsv([["a,b", 'say "x"', "plain"]])).toBe('"a,b","say ""x""",plain\r\n');
  });

  it("keeps names from becoming formulas in a spreadsheet", () => {
    expect(toCsv([["=1+1", "@x", -1]])).toBe("'=1+1,'@x,-1\r\n");
  });

  it("has one row a sample, NaN as it is", () => {
    expect(samplesCsv([line("a", [0, 1], [0.5, Number.NaN])], "step", "loss")).toBe(
      [
        "run_id,run,step,loss,min,max,points",
        'a,"run ""a""",0,0.5,0.5,0.5,1',
        'a,"run ""a""",1,NaN,NaN,NaN,1',
        "",
      ].join("\r\n"),
    );
  });
});

describe("the table of a chart", () => {
  it("has a row for each x and a hole where a line has no sample", () => {
    const table = prepareTable([line("a", [0, 2], [1, 2]), line("b", [1, 2], [3, 4])], 10);
    expect(table.rows).toEqual([
      { x: 0, values: [1, null] },
      { x: 1, values: [null, 3] },
      { x: 2, values: [2, 4] },
    ]);
  });

  it("keeps to its limit and always shows the last row", () => {
    const x = Array.from({ length: 1000 }, (_, index) => index);
    const table = prepareTable([line("a", x, x)], 100);
    expect(table.rows.length).toBeLessThanOrEqual(101);
    expect(table.rows.at(-1)?.x).toBe(999);
    expect(table.total).toBe(1000);
  });
});

describe("a file name", () => {
  it("takes what every system takes", () => {
    expect(fileName("val/top 1: accuracy", "csv")).toBe("val-top-1-accuracy.csv");
    expect(fileName("../..", "png")).toBe("chart.png");
    expect(fileName("Größe", "png")).toBe("Größe.png");
  });
});
