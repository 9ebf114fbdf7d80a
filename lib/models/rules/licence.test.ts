import { expect, it } from "vitest";
import { findLicence } from "./licence";

const nothing = { card: null, tags: [], file: null };

it("believes people before files, and says who it was", () => {
  const all = {
    card: " Apache-2.0 ",
    tags: [
      { of: "version", tags: [{ key: "License", value: "MIT" }] },
      { of: "model", tags: [{ key: "licence", value: "BSD" }] },
    ],
    file: "GPL",
  };
  expect(findLicence(all)).toEqual({ text: "Apache-2.0", source: "model card" });
  expect(findLicence({ ...all, card: "" })).toEqual({ text: "MIT", source: "tag of the version" });
  expect(findLicence({ ...nothing, file: "GPL" })).toEqual({ text: "GPL", source: "MLmodel file" });
});

it("finds none where nobody recorded one", () => {
  expect(findLicence(nothing)).toBeNull();
  const tags = [{ of: "version", tags: [{ key: "licensed", value: "yes" }] }];
  expect(findLicence({ ...nothing, tags })).toBeNull();
});
