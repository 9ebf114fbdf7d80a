import { describe, expect, it } from "vitest";
import { cardDocument } from "../schema/cards";
import { missingCardFields } from "./card-fields";
import { type KnownOfVersion, proposeCard, resultsOf } from "./card-proposal";

const nothing: KnownOfVersion = {
  description: "",
  modelDescription: "",
  owner: "",
  modelOwner: "",
  riskTier: "medium",
  riskReason: "",
  tags: [],
  datasets: [],
  metrics: [],
  libraries: [],
  licence: null,
  inputs: null,
  outputs: null,
  params: null,
  previous: null,
};

const previous = {
  model: "churn",
  version: 3,
  number: 2,
  document: cardDocument.parse({
    summary: "Who leaves.",
    intendedUse: "Retention calls.",
    licence: "MIT",
    owner: "team@example.org",
    results: [{ metric: "auc", value: 0.7 }],
    trainingDatasets: [{ name: "old" }],
    interface: "old columns",
    riskRating: "high",
    riskReason: "It decides on offers.",
  }),
};

describe("a proposal", () => {
  it("invents nothing: where nothing is known, everything is missing", () => {
    const { document, sources } = proposeCard(nothing);
    expect(document).toEqual(cardDocument.parse({}));
    expect(sources).toEqual({});
    expect(missingCardFields(document)).toContain("riskRating");
  });

  it("carries over what was said of the version before, but not what was measured of it", () => {
    const { document, sources } = proposeCard({ ...nothing, previous });
    expect(document).toEqual({
      ...previous.document,
      results: [],
      trainingDatasets: [],
      interface: "",
    });
    expect(sources.intendedUse).toBe("Card 2 of churn version 3");
  });

  it("prefers what is said of this version, and names where each field comes from", () => {
    const { document, sources } = proposeCard({
      ...nothing,
      previous,
      description: "Trained on spring.",
      modelOwner: "ada@example.org",
      tags: [
        { of: "version", tags: [] },
        { of: "run", tags: [{ key: "License", value: "Apache-2.0" }] },
        { of: "model", tags: [{ key: "licence", value: "GPL-3.0" }] },
      ],
      riskTier: "critical",
      riskReason: "It decides on credit.",
      libraries: ["python_function", "sklearn"],
    });
    expect(document).toMatchObject({
      summary: "Trained on spring.",
      licence: "Apache-2.0",
      owner: "team@example.org",
      riskRating: "critical",
      riskReason: "It decides on credit.",
      libraries: ["sklearn"],
    });
    expect(sources).toMatchObject({
      summary: "The description of this version",
      licence: "The tag of the run",
      owner: "Card 2 of churn version 3",
      riskRating: "The risk tier of the model",
      libraries: "Its MLmodel file",
    });
  });

  it("believes what people say of a licence before the MLmodel file, and the file before an earlier card", () => {
    const { document, sources } = proposeCard({ ...nothing, previous, licence: "BSD-3-Clause" });
    expect([document.licence, sources.licence]).toEqual(["BSD-3-Clause", "The MLmodel file"]);
    const tags = [{ of: "model", tags: [{ key: "licence", value: "ISC" }] }];
    expect(proposeCard({ ...nothing, tags, licence: "BSD-3-Clause" }).document.licence).toBe("ISC");
  });

  it("tells data that was trained on from data that was evaluated on", () => {
    const version = { number: 4, contentKey: "sha256:ab" };
    const { document } = proposeCard({
      ...nothing,
      datasets: [
        { name: "spring", digest: "d1", context: "training", version },
        { name: "unsaid", digest: "d2", context: "", version: null },
        { name: "held back", digest: "d3", context: "Validation", version: null },
        { name: " ", digest: "d4", context: "", version: null },
      ],
    });
    expect(document.trainingDatasets).toEqual([
      { name: "spring", version: "4", reference: "sha256:ab" },
      { name: "unsaid", version: "d2", reference: "" },
    ]);
    expect(document.evaluationDatasets.map(({ name }) => name)).toEqual(["held back"]);
  });

  it("holds a signature as tables that nothing in a name can break", () => {
    const { document } = proposeCard({
      ...nothing,
      inputs: [{ name: "a|b\n# c", type: "double", isRequired: true }],
      outputs: [{ name: null, type: "tensor", isRequired: false }],
    });
    expect(document.interface).toContain("| a\\|b # c | double | required |");
    expect(document.interface).toContain("| (unnamed) | tensor | optional |");
  });

  it("can be saved as it is, whatever the names and however much there is", () => {
    const long = "x".repeat(20_000);
    const { document } = proposeCard({
      ...nothing,
      description: long,
      modelOwner: long,
      tags: [{ of: "version", tags: [{ key: "license", value: long }] }],
      datasets: Array.from({ length: 80 }, (_, index) => ({
        name: `${index}${long}`,
        digest: long,
        context: "",
        version: { number: 1, contentKey: long },
      })),
      metrics: Array.from({ length: 500 }, (_, index) => ({
        key: `m${index}`,
        value: 1,
        dataset: long,
      })),
      libraries: Array.from({ length: 50 }, () => long),
      inputs: Array.from({ length: 900 }, () => ({ name: long, type: "x", isRequired: true })),
    });
    expect(cardDocument.strict().parse(document)).toEqual(document);
    expect(document.results).toHaveLength(200);
    expect(document.interface).toBe("");
  });
});

describe("results", () => {
  it("come whole before slices, without machine metrics and values that are no numbers", () => {
    const of = (key: string, value = 0.5) => ({ key, value, dataset: "test" });
    expect(
      resultsOf([
        of("auc/slice/region/eu", 0.6),
        of("loss", Number.NaN),
        of("system/cpu"),
        of("auc", 0.9),
        of("acc", 0.8),
      ]),
    ).toEqual([
      { metric: "acc", value: 0.8, slice: "", dataset: "test" },
      { metric: "auc", value: 0.9, slice: "", dataset: "test" },
      { metric: "auc", value: 0.6, slice: "region/eu", dataset: "test" },
    ]);
  });
});
