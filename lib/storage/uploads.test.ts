import { randomUUID } from "node:crypto";
import { buffer, text } from "node:stream/consumers";
import { describe, expect, it } from "vitest";
import { bodyOf, namesIn, STORE_KINDS, setUpStore } from "@/lib/testing/artifact-stores";
import type { ArtifactStore } from "./store";

describe.each(STORE_KINDS)("uploads in parts to a $name", (kind) => {
  const { root, fresh } = setUpStore(kind);
  const test = it.skipIf(kind.isMissing);

  const part = (fill: string) => Buffer.alloc(5 * 2 ** 20, fill);
  const send = (store: ArtifactStore, id: string, number: number, body: Buffer) =>
    store.putPart("a/f", id, number, bodyOf(body), { size: body.length });

  test("a file is joined in the order of its parts, whatever order they came in", async () => {
    const store = fresh();
    const id = await store.createUpload("a/f");
    const etag2 = await send(store, id, 2, part("b"));
    const etag3 = await send(store, id, 3, Buffer.from("end"));
    await send(store, id, 1, part("x"));
    const etag1 = await send(store, id, 1, part("a"));
    expect(await store.stat("a/f")).toBeNull();
    await store.completeUpload("a/f", id, [
      { number: 3, etag: etag3 },
      { number: 1, etag: etag1 },
      { number: 2, etag: etag2 },
    ]);
    const whole = Buffer.concat([part("a"), part("b"), Buffer.from("end")]);
    expect((await buffer((await store.get("a/f")).body)).equals(whole)).toBe(true);
    await expect(send(store, id, 1, part("a"))).rejects.toMatchObject({ code: "NOT_FOUND" });
  });

  test("a missing or wrong part is refused and the upload goes on", async () => {
    const store = fresh();
    const id = await store.createUpload("a/f");
    const etag = await send(store, id, 1, Buffer.from("one"));
    for (const parts of [
      [],
      [{ number: 1, etag: "0".repeat(64) }],
      [{ number: 2, etag }],
      [
        { number: 1, etag },
        { number: 1, etag },
      ],
    ])
      await expect(store.completeUpload("a/f", id, parts)).rejects.toMatchObject({
        code: "INVALID",
      });
    await store.completeUpload("a/f", id, [{ number: 1, etag }]);
    expect(await text((await store.get("a/f")).body)).toBe("one");
  });

  test("an aborted upload is gone; aborting twice is fine", async () => {
    const store = fresh();
    const id = await store.createUpload("a/f");
    const etag = await send(store, id, 1, Buffer.from("one"));
    await store.abortUpload("a/f", id);
    await store.abortUpload("a/f", id);
    await expect(store.completeUpload("a/f", id, [{ number: 1, etag }])).rejects.toMatchObject({
      code: "NOT_FOUND",
    });
    expect(await namesIn(store, "")).toEqual([]);
  });

  test("an upload belongs to its path and its workspace", async () => {
    const [store, other] = [fresh(), fresh()];
    const id = await store.createUpload("a/f");
    const attempts = [
      () => other.putPart("a/f", id, 1, bodyOf("x"), { size: 1 }),
      () => store.putPart("a/g", id, 1, bodyOf("x"), { size: 1 }),
      () => store.putPart("a/f", "../../x", 1, bodyOf("x"), { size: 1 }),
      () => store.putPart("a/f", randomUUID(), 1, bodyOf("x"), { size: 1 }),
    ];
    for (const attempt of attempts)
      await expect(attempt()).rejects.toMatchObject({ code: "NOT_FOUND" });
  });

  test("a part that is shorter or longer than announced is refused", async () => {
    const store = fresh();
    const id = await store.createUpload("a/f");
    for (const size of [2, 4])
      await expect(store.putPart("a/f", id, 1, bodyOf("123"), { size })).rejects.toMatchObject({
        code: "INVALID",
      });
  });

  test("uploads that nobody finished are forgotten", async () => {
    const store = fresh();
    const id = await store.createUpload("a/f");
    expect(await root().removeStaleUploads(new Date(Date.now() - 60_000))).toBe(0);
    expect(await root().removeStaleUploads(new Date(Date.now() + 60_000))).toBeGreaterThan(0);
    await expect(store.putPart("a/f", id, 1, bodyOf("x"), { size: 1 })).rejects.toMatchObject({
      code: "NOT_FOUND",
    });
  });
});
