import { randomUUID } from "node:crypto";
import { afterAll, beforeAll, expect, test } from "vitest";
import { setUpDatabase } from "@/lib/testing/database";
import { CopyRows, copyInto } from "./copy-rows";
import { pool } from "./pool";

setUpDatabase();

const TABLE = "copied_rows";
beforeAll(() =>
  pool().query(
    `CREATE TABLE ${TABLE} (id uuid, at timestamptz, words text, content jsonb, n bigint, share real)`,
  ),
);
afterAll(() => pool().query(`DROP TABLE ${TABLE}`));

interface Row {
  id: string;
  at: number;
  words: string;
}

function encode(rows: readonly Row[]): CopyRows {
  const copied = new CopyRows();
  for (const { id, at, words } of rows)
    copied.row(6, () => {
      copied.uuid(id);
      copied.moment(at);
      copied.text(words);
      copied.jsonb(JSON.stringify({ words }));
      copied.int8(-(2n ** 62n));
      copied.float4(0.5);
    });
  return copied;
}

test("identifiers, moments and texts arrive as they were, whatever their length and letters", async () => {
  const rows: Row[] = [
    { id: randomUUID(), at: Date.now(), words: "plain" },
    { id: randomUUID().toUpperCase(), at: Date.UTC(1969, 6, 20, 20, 17, 40, 123), words: "" },
    {
      id: randomUUID().replaceAll("-", ""),
      at: Date.UTC(2000, 0, 1),
      words: "é€😀".repeat(40_000),
    },
    { id: randomUUID(), at: Date.UTC(2999, 11, 31, 23, 59, 59, 999), words: "\u00ff\n\t\\" },
  ];
  await copyInto(`${TABLE} (id, at, words, content, n, share)`, encode(rows));
  const found = await pool().query(
    `SELECT id::text, (extract(epoch FROM at) * 1000)::float8 AS at, words, content->>'words' AS same, n::text, share
     FROM ${TABLE} ORDER BY words`,
  );
  const wanted = rows.map(({ id, at, words }) => ({
    id: id.toLowerCase().replace(/^(.{8})-?(.{4})-?(.{4})-?(.{4})-?/, "$1-$2-$3-$4-"),
    at,
    words,
    same: words,
    n: String(-(2n ** 62n)),
    share: 0.5,
  }));
  const byId = (one: { id: string }, other: { id: string }) => (one.id < other.id ? -1 : 1);
  expect(found.rows.toSorted(byId)).toEqual(wanted.toSorted(byId));
});

test("what is no identifier is refused, and leaves nothing of its row behind", async () => {
  const copied = encode([{ id: randomUUID(), at: 0, words: "one" }]);
  const before = Buffer.from(copied.finish());
  for (const id of ["", "6f9619ff", "6f9619ff-8b86-4d01-b42d-00c04fc964fg", "é".repeat(36)]) {
    const rows = encode([{ id: randomUUID(), at: 0, words: "one" }]);
    expect(() => rows.row(1, () => rows.uuid(id))).toThrow(/is no UUID/);
    expect(rows.finish()).toHaveLength(before.length);
  }
});
