import { createHash, randomBytes } from "node:crypto";
import { PassThrough, Readable } from "node:stream";
import { buffer, text } from "node:stream/consumers";
import { describe, expect, it } from "vitest";
import { bodyOf, namesIn, STORE_KINDS, setUpStore } from "@/lib/testing/artifact-stores";
import type { ArtifactStore } from "./store";
import { fromClient } from "./streams";

/** A body that breaks after its first bytes. */
async function* breaking() {
  yield Buffer.from("half of it");
  throw new Error("the connection broke");
}

async function* zeros(megabytes: number) {
  const chunk = Buffer.alloc(2 ** 20);
  for (let sent = 0; sent < megabytes; sent += 1) yield chunk;
}

async function drain(iterable: AsyncIterable<{ path: string; size: number }>) {
  const items = [];
  for await (const item of iterable) items.push(item);
  return items;
}

describe.each(STORE_KINDS)("artifacts in a $name", (kind) => {
  const { fresh } = setUpStore(kind);
  const test = it.skipIf(kind.isMissing);

  const readAll = async (store: ArtifactStore, path: string) => text((await store.get(path)).body);

  test("a file comes back byte for byte, with its size and hash told", async () => {
    const store = fresh();
    const bytes = randomBytes(300_000);
    const stored = await store.put("1/run/artifacts/räksmörgås +&%41?.bin", bodyOf(bytes));
    expect(stored).toEqual({
      size: 300_000,
      sha256: createHash("sha256").update(bytes).digest("hex"),
    });
    const opened = await store.get("1/run/artifacts/räksmörgås +&%41?.bin");
    expect(opened.size).toBe(300_000);
    expect(opened.modifiedAt).toBeGreaterThan(Date.now() - 120_000);
    expect((await buffer(opened.body)).equals(bytes)).toBe(true);
  });

  test("an empty file is a file", async () => {
    const store = fresh();
    await store.put("a/empty", bodyOf());
    expect(await readAll(store, "a/empty")).toBe("");
    expect(await namesIn(store, "a")).toEqual(["empty 0"]);
  });

  test("a file larger than a part is streamed, both ways", async () => {
    const store = fresh();
    const { size } = await store.put("a/large", Readable.from(zeros(20)));
    expect(size).toBe(20 * 2 ** 20);
    let received = 0;
    for await (const chunk of (await store.get("a/large")).body) received += chunk.length;
    expect(received).toBe(size);
  });

  test("a range of a file can be read", async () => {
    const store = fresh();
    await store.put("a/digits", bodyOf("0123456789"));
    const { body, size } = await store.get("a/digits", { start: 3, end: 5 });
    expect(size).toBe(10);
    expect(await text(body)).toBe("345");
  });

  test("writing again replaces a file and changes its etag", async () => {
    const store = fresh();
    await store.put("a/f", bodyOf("old"));
    const before = await store.stat("a/f");
    await store.put("a/f", bodyOf("newer"));
    expect(await readAll(store, "a/f")).toBe("newer");
    expect((await store.stat("a/f"))?.etag).not.toBe(before?.etag);
  });

  test("what is asked for and not there is NOT_FOUND; a directory is not a file", async () => {
    const store = fresh();
    await store.put("a/b/f", bodyOf("x"));
    await expect(store.get("a/none")).rejects.toMatchObject({ code: "NOT_FOUND" });
    await expect(store.get("a/b/f/g")).rejects.toMatchObject({ code: "NOT_FOUND" });
    await expect(store.get("a/b")).rejects.toMatchObject({ code: "INVALID" });
    await expect(store.get("")).rejects.toMatchObject({ code: "INVALID" });
  });

  test("stat tells files, directories and nothing apart", async () => {
    const store = fresh();
    await store.put("a/b/f", bodyOf("xyz"));
    expect(await store.stat("a/b/f")).toMatchObject({ isDirectory: false, size: 3 });
    expect(await store.stat("a/b")).toMatchObject({ isDirectory: true });
    expect(await store.stat("")).toMatchObject({ isDirectory: true });
    expect(await store.stat("a/bb")).toBeNull();
    expect(await store.stat("a/b/f/g")).toBeNull();
  });

  test("a directory is listed one level deep, in one order; a file or nothing lists nothing", async () => {
    const store = fresh();
    for (const path of ["d/a/x", "d/a.txt", "d/a/y/z", "d/B", "d/a-1/x", "d/ö", "other"])
      await store.put(path, bodyOf("12"));
    expect(await namesIn(store, "d")).toEqual(["B 2", "a-1/", "a.txt 2", "a/", "ö 2"]);
    expect(await namesIn(store, "")).toEqual(["d/", "other 2"]);
    expect(await namesIn(store, "d/B")).toEqual([]);
    expect(await namesIn(store, "none")).toEqual([]);
    expect(await namesIn(store, "d/B/x")).toEqual([]);
  });

  test("a long directory is listed in pages that miss nothing and repeat nothing", async () => {
    const store = fresh();
    const expected: string[] = [];
    for (let index = 10; index < 23; index += 1) {
      await store.put(index % 3 === 0 ? `d/n${index}/f` : `d/n${index}`, bodyOf("1"));
      expected.push(`n${index}`);
    }
    const seen: string[] = [];
    let after: string | undefined;
    do {
      const page = await store.list("d", { limit: 5, after });
      expect(page.entries.length).toBeLessThanOrEqual(5);
      seen.push(...page.entries.map(({ name }) => name));
      after = page.next;
    } while (after !== undefined);
    expect(seen).toEqual(expected);
  });

  test("walking a directory finds every file below it", async () => {
    const store = fresh();
    for (const path of ["d/a/x", "d/a/y/z", "d/b", "dd"]) await store.put(path, bodyOf("123"));
    const found = await drain(store.walk("d"));
    expect(found.map(({ path }) => path).sort()).toEqual(["a/x", "a/y/z", "b"]);
    expect(found.every(({ size }) => size === 3)).toBe(true);
  });

  test("a directory is removed with all that is in it, and nothing beside it", async () => {
    const store = fresh();
    for (const path of ["d/a/x", "d/a/y/z", "d/ab", "d/a.txt"]) await store.put(path, bodyOf("1"));
    await store.remove("d/a");
    expect(await namesIn(store, "d")).toEqual(["a.txt 1", "ab 1"]);
    await store.remove("d/none");
    await store.remove("d/ab/none");
    await store.remove("d/ab");
    await store.remove("d/a.txt");
    expect(await namesIn(store, "")).toEqual([]);
    expect(await store.stat("d")).toBeNull();
  });

  test("the whole of a workspace is not removed by naming nothing", async () => {
    const store = fresh();
    await store.put("a", bodyOf("1"));
    for (const path of ["", ".", "./", "//"])
      await expect(store.remove(path)).rejects.toMatchObject({ code: "INVALID" });
    expect(await namesIn(store, "")).toEqual(["a 1"]);
  });

  test("a file and a directory never share a name", async () => {
    const store = fresh();
    await store.put("d/f", bodyOf("1"));
    for (const path of ["d/f/x", "d/f/x/y", "d"])
      await expect(store.put(path, bodyOf("2"))).rejects.toMatchObject({ code: "INVALID" });
    await expect(store.createUpload("d/f/x")).rejects.toMatchObject({ code: "INVALID" });
    expect(await readAll(store, "d/f")).toBe("1");
    expect(await namesIn(store, "d")).toEqual(["f 1"]);
  });

  test.each([
    ["breaks", () => Readable.from(breaking()), {}],
    ["is shorter than announced", () => bodyOf("123"), { size: 4 }],
    ["is longer than announced", () => bodyOf("12345"), { size: 4 }],
    ["is larger than allowed", () => bodyOf("123", "45"), { maxSize: 4 }],
  ])("a body that %s leaves what was there before", async (_what, body, options) => {
    const store = fresh();
    await store.put("a/old", bodyOf("kept"));
    await expect(store.put("a/old", body(), options)).rejects.toThrow();
    await expect(store.put("a/new", body(), options)).rejects.toThrow();
    expect(await readAll(store, "a/old")).toBe("kept");
    expect(await namesIn(store, "a")).toEqual(["old 4"]);
  });

  test("names at the limit are stored; names beyond it are refused, not failed on", async () => {
    const store = fresh();
    const name = "n".repeat(255);
    await store.put(`a/${name}`, bodyOf("1"));
    expect(await namesIn(store, "a")).toEqual([`${name} 1`]);
    await expect(store.put(`a/${name}n`, bodyOf("1"))).rejects.toMatchObject({ code: "INVALID" });
    const deep = Array.from({ length: 180 }, () => "abcd").join("/");
    await store.put(deep.slice(0, 899), bodyOf("1"));
    await expect(store.put(`${deep}/abcd/x`, bodyOf("1"))).rejects.toMatchObject({
      code: "INVALID",
    });
  });

  test("concurrent writers of one file leave one of their files, whole", async () => {
    const store = fresh();
    const bodies = Array.from({ length: 8 }, (_, index) => String(index).repeat(200_000));
    await Promise.all(bodies.map((body) => store.put("a/f", bodyOf(body))));
    expect(bodies).toContain(await readAll(store, "a/f"));
    expect(await namesIn(store, "a")).toEqual(["f 200000"]);
  });

  test("removing the last file of a directory does not disturb who writes into it", async () => {
    const store = fresh();
    await store.put("d/e/gone", bodyOf("1"));
    await Promise.all(
      Array.from({ length: 10 }, async (_, index) => {
        await store.put(`d/e/kept-${index}`, bodyOf("1"));
        await store.put(`d/e/gone-${index}`, bodyOf("1"));
        await store.remove(`d/e/gone-${index}`);
      }),
    );
    await store.remove("d/e/gone");
    expect((await namesIn(store, "d/e")).length).toBe(10);
  });

  test("a body that drips is ended; what was there before stays, and nothing of it does", async () => {
    const store = fresh();
    await store.put("a/f", bodyOf("before"));
    const pace = { windowMs: 20, leastBytes: 16_384, deadlineMs: 3_600_000 };
    for (const path of ["a/f", "a/g"]) {
      const body = new PassThrough();
      body.write("a few bytes, and no end");
      await expect(store.put(path, fromClient(body, pace))).rejects.toMatchObject({
        code: "INVALID",
        message: expect.stringContaining("stalled"),
      });
    }
    expect(await text((await store.get("a/f")).body)).toBe("before");
    expect(await namesIn(store, "a")).toEqual(["f 6"]);
  });

  test("a workspace does not see or touch what another one has at the same path", async () => {
    const [mine, theirs] = [fresh(), fresh()];
    await theirs.put("1/run/secret", bodyOf("theirs"));
    await expect(mine.get("1/run/secret")).rejects.toMatchObject({ code: "NOT_FOUND" });
    expect(await namesIn(mine, "1")).toEqual([]);
    await mine.put("1/run/secret", bodyOf("mine"));
    await mine.remove("1");
    expect(await readAll(theirs, "1/run/secret")).toBe("theirs");
  });
});
