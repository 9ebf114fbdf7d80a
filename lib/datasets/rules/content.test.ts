import { describe, expect, it } from "vitest";
import { contentKind, placeOf, strongKeyOf } from "./content";

const input = (more: Partial<Parameters<typeof strongKeyOf>[0]> = {}) => ({
  name: "diamonds",
  digest: "0ab1",
  sourceType: "local",
  source: "{}",
  tags: [],
  ...more,
});
const tags = (values: Record<string, string>) =>
  Object.entries(values).map(([key, value]) => ({ key, value }));
const HASH = "a".repeat(64);

describe("the place of a dataset", () => {
  it.each([
    ["local", '{"uri": "/data/diamonds.csv"}', "/data/diamonds.csv"],
    ["http", '{"url": "https://example.org/d.csv"}', "https://example.org/d.csv"],
    ["hf", '{"path": "squad", "revision": "abc", "split": "train"}', "squad"],
    ["delta_table", '{"delta_table_name": "c.s.t", "delta_table_version": 7}', "c.s.t"],
    ["lakefs", '{"uri": "lakefs://repo/main/d.csv"}', "lakefs://repo/d.csv"],
    ["code", '{"tags": {"mlflow.source.git.commit": "1"}}', ""],
    ["own", '{"bucket": 1}', '{"bucket": 1}'],
    ["own", "not JSON", "not JSON"],
  ])("of source type %s with source %s is %s", (sourceType, source, place) => {
    expect(placeOf({ sourceType, source })).toBe(place);
  });
});

describe("what names a content", () => {
  it("is a SHA-256 wherever the client states it, the input's own tags first", () => {
    expect(strongKeyOf(input({ source: `{"sha256": "${HASH.toUpperCase()}"}` }))).toBe(
      `sha256:${HASH}`,
    );
    const stated = { profile: `{"sha256": "sha256:${HASH}"}` };
    expect(strongKeyOf(input(stated))).toBe(`sha256:${HASH}`);
    const other = "b".repeat(64);
    expect(strongKeyOf(input({ ...stated, tags: tags({ sha256: other }) }))).toBe(
      `sha256:${other}`,
    );
  });

  it("is what DVC tracks: the hash, or repository, revision and path", () => {
    const md5 = "c".repeat(32);
    expect(strongKeyOf(input({ tags: tags({ "dvc.md5": `${md5}.dir` }) }))).toBe(`dvc:${md5}.dir`);
    const revision = "d".repeat(40);
    const place = { "dvc.repo": "https://git.example.org/r", "dvc.path": "data/d.csv" };
    expect(strongKeyOf(input({ tags: tags({ ...place, "dvc.rev": revision }) }))).toBe(
      `dvc:https://git.example.org/r@${revision}:data/d.csv`,
    );
    expect(strongKeyOf(input({ tags: tags({ ...place, "dvc.rev": "main" }) }))).toBeNull();
  });

  it("is a lakeFS commit, never a branch, which moves", () => {
    const uri = (ref: string) => input({ source: `{"uri": "lakefs://repo/${ref}/a/d.csv"}` });
    expect(strongKeyOf(uri(HASH))).toBe(`lakefs:repo/${HASH}/a/d.csv`);
    expect(strongKeyOf(uri("main"))).toBeNull();
    expect(strongKeyOf({ ...uri("main"), tags: tags({ "lakefs.commit": HASH }) })).toBe(
      `lakefs:repo/${HASH}/a/d.csv`,
    );
  });

  it("is nothing when all that is known is MLflow's digest", () => {
    expect(strongKeyOf(input({ tags: tags({ sha256: "short", md5: "x" }) }))).toBeNull();
    expect(contentKind("weak:0")).toBe("weak");
    expect(contentKind(`sha256:${HASH}`)).toBe("sha256");
  });
});
