import { describe, expect, test } from "vitest";
import { routes } from "./routes";

describe("addresses", () => {
  test("carry names that people chose without letting them break out of their place", () => {
    expect(routes.model("team", "fraud/../v2?x#y")).toBe("/team/models/fraud%2F..%2Fv2%3Fx%23y");
    expect(routes.modelVersion("team", "nächster Versuch", 3)).toBe(
      "/team/models/n%C3%A4chster%20Versuch/3",
    );
  });

  test("keep a list of runs readable in the address bar", () => {
    expect(routes.compare("team", ["a1", "b2"])).toBe("/team/compare?runs=a1,b2");
    expect(routes.compare("team", [])).toBe("/team/compare");
  });

  test("leave out what is the default anyway", () => {
    expect(routes.run("team", "abc")).toBe("/team/runs/abc");
    expect(routes.run("team", "abc", "artifacts")).toBe("/team/runs/abc?tab=artifacts");
    expect(routes.signIn()).toBe("/sign-in");
    expect(routes.signIn("/team/models")).toBe("/sign-in?callbackUrl=%2Fteam%2Fmodels");
  });
});
