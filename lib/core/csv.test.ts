import { describe, expect, it } from "vitest";
import { csvLine } from "./csv";

describe("a line of CSV", () => {
  it("quotes what has to be quoted", () => {
    expect(csvLine(["a,b", 'say "x"', "two\nlines", "plain", 1.5, null])).toBe(
      '"a,b","say ""x""","two\nlines",plain,1.5,\r\n',
    );
  });

  it("keeps text that a spreadsheet would run as text, and numbers as numbers", () => {
    expect(csvLine(["=1+1", "@x", "-rm", "-0.5", "+3", -1])).toBe("'=1+1,'@x,'-rm,-0.5,+3,-1\r\n");
  });

  it("writes what is not a number as words", () => {
    expect(csvLine(["NaN", "-Infinity", Number.NaN])).toBe("NaN,-Infinity,NaN\r\n");
  });
});
