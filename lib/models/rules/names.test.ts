import { describe, expect, it } from "vitest";
import { checkAssignableAlias, checkLoggedModelName, checkModelName } from "./names";
import { parseVersion, stageOf } from "./versions";

describe("a registered model's name", () => {
  it("may hold anything but separators", () => {
    for (const name of ["churn", "Kündigung 🚀", "a b", "a%2Fb", "...", "n".repeat(256)])
      expect(() => checkModelName(name)).not.toThrow();
  });

  it("is refused when blank, too long, or something a path would swallow", () => {
    expect(() => checkModelName("  ")).toThrow("Missing value for required parameter 'name'");
    expect(() => checkModelName(" ", "new_name")).toThrow("'new_name'");
    for (const name of ["a/b", "a:b", ".", "..", "n".repeat(257)])
      expect(() => checkModelName(name)).toThrow();
  });
});

describe("an alias that is given", () => {
  it("is letters, digits, dashes and underscores of any script", () => {
    for (const alias of ["champion", "Prüfer-1", "v", "version1", "1"])
      expect(() => checkAssignableAlias(alias)).not.toThrow();
  });

  it("is refused when it means something already", () => {
    for (const alias of ["latest", "Latest", "v1", "V22", "a b", "a/b", "", "a".repeat(256)])
      expect(() => checkAssignableAlias(alias)).toThrow();
  });
});

describe("a logged model's name", () => {
  it("is refused with a character that its uri would give a meaning to", () => {
    expect(() => checkLoggedModelName("my model-1")).not.toThrow();
    for (const name of ["a/b", "a:b", "a.b", "a%b", 'a"b', "a'b"])
      expect(() => checkLoggedModelName(name)).toThrow();
  });
});

describe("a stage", () => {
  it("is known in any case and answered in its own", () => {
    expect(stageOf("pRODUCTION")).toBe("Production");
    expect(() => stageOf("Gold")).toThrow(
      "Value must be one of None, Staging, Production, Archived.",
    );
  });
});

describe("a version", () => {
  it("is an integer written as text", () => {
    expect(parseVersion("12")).toBe(12);
    expect(parseVersion(" 3 ")).toBe(3);
    for (const version of ["", "x", "1.5", "1e3", "9".repeat(30)])
      expect(() => parseVersion(version)).toThrow("Parameter 'version' must be an integer");
  });
});
