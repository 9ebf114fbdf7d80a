import { expect, it } from "vitest";
import { productionVersion } from "./production";

it("believes @champion before @production before the stage, and names every place of that version", () => {
  const aliases = [
    { alias: "Production", version: 2 },
    { alias: "champion", version: 3 },
    { alias: "candidate", version: 4 },
  ];
  expect(productionVersion({ aliases, productionStage: 3 })).toEqual({
    version: 3,
    places: ["@champion", "stage Production"],
  });
  expect(productionVersion({ aliases: aliases.slice(0, 1), productionStage: 1 })).toEqual({
    version: 2,
    places: ["@Production"],
  });
  expect(productionVersion({ aliases: [], productionStage: 1 })).toEqual({
    version: 1,
    places: ["stage Production"],
  });
});

it("finds none where nothing serves", () => {
  const aliases = [{ alias: "candidate", version: 4 }];
  expect(productionVersion({ aliases, productionStage: null })).toBeNull();
});
