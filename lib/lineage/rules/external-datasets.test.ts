import { describe, expect, it } from "vitest";
import { strongKeyOf } from "@/lib/datasets/rules/content";
import { addressOf, contentKeyOf, versionOf } from "./external-datasets";

const HASH = "a".repeat(64);
const MD5 = "b".repeat(32);
const REVISION = "c".repeat(40);
const version = (datasetVersion: string) => ({ version: { datasetVersion } });
const tags = (values: Record<string, string>, field?: string) => ({
  tags: { tags: Object.entries(values).map(([key, value]) => ({ key, value, field })) },
});
const key = (facets: Parameters<typeof contentKeyOf>[2], namespace = "s3://bucket") =>
  contentKeyOf(namespace, "a/d.csv", facets);

describe("the address of an external dataset", () => {
  it.each([
    ["s3://bucket", "a/d.csv", "s3://bucket/a/d.csv"],
    ["s3://bucket/", "/a/d.csv", "s3://bucket/a/d.csv"],
    ["file", "/data/d.csv", "/data/d.csv"],
    ["postgres://db:5432", "shop.public.orders", "postgres://db:5432/shop.public.orders"],
    ["bigquery", "p.d.t", "bigquery:p.d.t"],
  ])("of %s and %s is %s", (namespace, name, address) => {
    expect(addressOf(namespace, name)).toBe(address);
  });
});

describe("what names the content of an external dataset", () => {
  it("is a content key in the version facet, as Slipway writes it itself", () => {
    for (const written of [
      `sha256:${HASH}`,
      `dvc:${MD5}.dir`,
      `dvc:https://git.example.org/r@${REVISION}:data/d.csv`,
      `lakefs:repo/${HASH}/a/d.csv`,
    ])
      expect(key(version(written))).toBe(written);
  });

  it("is a lakeFS commit in the version facet of a lakefs namespace, never a branch", () => {
    expect(key(version(HASH), "lakefs://repo")).toBe(`lakefs:repo/${HASH}/a/d.csv`);
    expect(key(version("main"), "lakefs://repo")).toBeNull();
    expect(key({}, "lakefs://repo")).toBeNull();
  });

  it("is what the tags of the whole dataset say, by the names that inputs of runs have", () => {
    const said = { sha256: HASH, "dvc.md5": MD5 };
    const ofRun = strongKeyOf({
      name: "d",
      digest: "x",
      sourceType: "local",
      source: "{}",
      tags: Object.entries(said).map(([one, value]) => ({ key: one, value })),
    });
    expect(key(tags(said))).toBe(ofRun);
    expect(key(tags({ "dvc.repo": "r", "dvc.path": "p", "dvc.rev": REVISION }))).toBe(
      `dvc:r@${REVISION}:p`,
    );
    expect(key(tags({ sha256: HASH }, "column"))).toBeNull();
  });

  it("is nothing where only a version, a short digest or an odd facet is told", () => {
    for (const facets of [
      version("17"),
      version(HASH),
      version("0a1b2c3d"),
      tags({ digest: "0a1b2c3d", "mlflow.digest": "0a1b2c3d" }),
      { version: { datasetVersion: 3 }, tags: { tags: "no list" } },
      { tags: { tags: [null, 3, { key: "sha256" }, { value: HASH }] } },
    ])
      expect(key(facets)).toBeNull();
  });

  it("tells versions apart where the version facet says nothing", () => {
    expect(versionOf("s3://b", "n", version("17"))).toBe("17");
    expect(versionOf("s3://b", "n", tags({ sha256: HASH }))).toBe(`sha256:${HASH}`);
    expect(versionOf("s3://b", "n", {})).toBe("");
  });
});
