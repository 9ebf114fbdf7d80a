import { beforeAll, describe, expect, it } from "vitest";
import type { Actor } from "@/lib/access/actor";
import { makeActor, setUpDatabase } from "@/lib/testing/database";
import { createRegisteredModel } from "../commands/registered-models";
import { createModelVersion, deleteModelVersion } from "../commands/versions";
import { searchModelVersions, searchRegisteredModels } from "./search-registry";

setUpDatabase();

let actor: Actor;
let stranger: Actor;
const prompt = [{ key: "mlflow.prompt.is_prompt", value: "true" }];

beforeAll(async () => {
  actor = await makeActor();
  for (const [name, team] of [
    ["alpha", "red"],
    ["beta", "blue"],
    ["Gamma", "red"],
  ] as const) {
    await createRegisteredModel(actor, { name, tags: [{ key: "team", value: team }] });
    for (let count = 0; count < 2; count += 1)
      await createModelVersion(actor, {
        name,
        source: `s3://bucket/${name}`,
        runUuid: `run-${name}`,
        tags: [{ key: "size", value: String(count) }],
      });
  }
  await createRegisteredModel(actor, { name: "greeting", tags: prompt });
  await createModelVersion(actor, { name: "greeting", source: "dummy-source", tags: prompt });
  stranger = await makeActor();
  await createRegisteredModel(stranger, { name: "theirs", tags: [] });
  await createModelVersion(stranger, { name: "theirs", source: "s3://b/x", tags: [] });
});

async function models(filter?: string, orderBy: string[] = []) {
  const { items } = await searchRegisteredModels(actor, { filter, orderBy, limit: 100 });
  return items.map(({ name }) => name);
}

async function versions(filter?: string, orderBy: string[] = ["name", "version_number"]) {
  const { items } = await searchModelVersions(actor, { filter, orderBy, limit: 100 });
  return items.map(({ name, version }) => `${name}/${version}`);
}

describe("searching registered models", () => {
  it("finds those of the workspace by name, without prompts", async () => {
    expect(await models()).toEqual(["Gamma", "alpha", "beta"]);
    expect(await models("name = 'alpha'")).toEqual(["alpha"]);
    expect(await models("name ILIKE 'g%'")).toEqual(["Gamma"]);
    expect(await models("name IN ('alpha', 'greeting')")).toEqual(["alpha"]);
  });

  it("filters by tags, and with OR, NOT and parentheses", async () => {
    expect(await models("tags.team = 'red'")).toEqual(["Gamma", "alpha"]);
    expect(await models("tags.team != 'red'")).toEqual(["beta"]);
    expect(await models("tags.none != 'red'")).toEqual([]);
    expect(await models("name = 'beta' OR tags.team = 'red' AND NOT name = 'alpha'")).toEqual([
      "Gamma",
      "beta",
    ]);
  });

  it("tells long values of a tag apart where their beginnings are equal", async () => {
    const long = "x".repeat(300);
    for (const end of ["1", "2"])
      await createRegisteredModel(stranger, {
        name: `long-${end}`,
        tags: [{ key: "note", value: `${long}${end}` }],
      });
    const found = async (value: string) => {
      const filter = `tags.note = '${value}'`;
      const { items } = await searchRegisteredModels(stranger, { filter, orderBy: [], limit: 9 });
      return items.map(({ name }) => name);
    };
    expect(await found(`${long}2`)).toEqual(["long-2"]);
    expect(await found(long)).toEqual([]);
  });

  it("shows prompts when they are asked for, and counts a model without the tag as none", async () => {
    expect(await models("tag.`mlflow.prompt.is_prompt` = 'true'")).toEqual(["greeting"]);
    expect(await models("tag.`mlflow.prompt.is_prompt` != 'true'")).toEqual([
      "Gamma",
      "alpha",
      "beta",
    ]);
    expect(await models("name LIKE 'a%' AND tag.`mlflow.prompt.is_prompt` != 'true'")).toEqual([
      "alpha",
    ]);
  });

  it("orders, and walks every page once", async () => {
    expect(await models(undefined, ["name DESC"])).toEqual(["beta", "alpha", "Gamma"]);
    for (const orderBy of [[], ["name DESC"], ["last_updated_timestamp DESC"]]) {
      const seen: string[] = [];
      let pageToken: string | undefined;
      do {
        const page = await searchRegisteredModels(actor, { orderBy, limit: 1, pageToken });
        seen.push(...page.items.map(({ name }) => name));
        pageToken = page.nextPageToken;
      } while (pageToken && seen.length < 10);
      expect([...seen].sort()).toEqual(["Gamma", "alpha", "beta"]);
    }
  });

  it("refuses names it does not know, and tokens that are not its own", async () => {
    const refused = expect.objectContaining({ code: "INVALID" });
    for (const filter of ["description = 'x'", "name > 'a'", "metrics.a > 1", "name ="])
      await expect(models(filter)).rejects.toEqual(refused);
    await expect(models(undefined, ["owner"])).rejects.toEqual(refused);
    for (const pageToken of ["%%%", btoa("[]"), btoa('{"k":"x"}'), btoa('{"k":["a","b","c"]}')])
      await expect(
        searchRegisteredModels(actor, { orderBy: [], limit: 1, pageToken }),
      ).rejects.toEqual(refused);
  });
});

describe("searching model versions", () => {
  it("finds them by name, run, source, number and tag, without prompts", async () => {
    expect(await versions("name = 'alpha'")).toEqual(["alpha/1", "alpha/2"]);
    expect(await versions("run_id IN ('run-beta', 'run-Gamma')")).toEqual([
      "Gamma/1",
      "Gamma/2",
      "beta/1",
      "beta/2",
    ]);
    expect(await versions("run_id = 'run-beta'")).toEqual(["beta/1", "beta/2"]);
    expect(await versions("run_id = ''")).toEqual([]);
    expect(await versions("run_id != 'run-beta' AND run_id != 'run-alpha'")).toEqual([
      "Gamma/1",
      "Gamma/2",
    ]);
    expect(await versions("source_path = 's3://bucket/alpha' AND version_number > 1")).toEqual([
      "alpha/2",
    ]);
    expect(await versions("tags.size = '0'")).toEqual(["Gamma/1", "alpha/1", "beta/1"]);
    expect(await versions("tag.`mlflow.prompt.is_prompt` = 'true'")).toEqual(["greeting/1"]);
    expect(await versions("name = 'greeting'")).toEqual([]);
  });

  it("answers the newest first when no order is asked", async () => {
    const { items } = await searchModelVersions(actor, { orderBy: [], limit: 2 });
    expect(items.map(({ name, version }) => [name, version])).toEqual([
      ["Gamma", 2],
      ["Gamma", 1],
    ]);
  });

  it("leaves deleted ones out", async () => {
    await createModelVersion(actor, { name: "alpha", source: "s3://b/gone", tags: [] });
    await deleteModelVersion(actor, { name: "alpha", version: "3" });
    expect(await versions("name = 'alpha'")).toEqual(["alpha/1", "alpha/2"]);
  });
});
