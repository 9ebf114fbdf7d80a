import { readFile } from "node:fs/promises";
import { beforeAll, describe, expect, it } from "vitest";
import { bodyOf, STORE_KINDS, setUpStore } from "@/lib/testing/artifact-stores";
import type { ArtifactStore } from "../store";
import { readPreview } from "./read-preview";

const fixture = (name: string) => readFile(new URL(`./fixtures/${name}`, import.meta.url));

const MLMODEL = `
artifact_path: mlflow-artifacts:/1/models/m-1/artifacts
flavors:
  python_function:
    loader_module: mlflow.sklearn
    model_path: model.pkl
    python_version: 3.11.7
  sklearn:
    pickled_model: model.pkl
    sklearn_version: 1.5.0
mlflow_version: 3.17.2
model_id: m-1
model_size_bytes: 1234
run_id: abc
signature:
  inputs: '[{"type": "double", "name": "carat", "required": true}, {"type": "array", "items": {"type": "string"}, "name": "tags", "required": false}]'
  outputs: '[{"type": "tensor", "tensor-spec": {"dtype": "float64", "shape": [-1]}}]'
  params: '[{"name": "temperature", "type": "double", "default": 0.5, "shape": null}]'
`;

const [folder] = STORE_KINDS;
if (!folder) throw new Error("There is a folder store.");

describe("previews", () => {
  const { fresh } = setUpStore(folder);
  let store: ArtifactStore;
  beforeAll(() => {
    store = fresh();
  });

  async function preview(path: string, content: string | Uint8Array) {
    await store.put(path, bodyOf(content));
    return readPreview(store, path);
  }

  it.each([
    ["a.txt", "text", "text"],
    ["a.py", "text", "python"],
    ["a.json", "text", "json"],
    ["conda.yaml", "text", "yaml"],
    ["notebook.ipynb", "text", "json"],
    ["script.sh", "text", "text"],
    ["LICENSE", "text", "text"],
  ])("%s is %s (%s)", async (path, kind, syntax) => {
    expect(await preview(path, '{"a": 1}\n')).toEqual({
      kind,
      syntax,
      size: 9,
      text: '{"a": 1}\n',
      isTruncated: false,
    });
  });

  it("Markdown and HTML are told apart from text", async () => {
    expect(await preview("a.md", "# Hi")).toMatchObject({ kind: "markdown", text: "# Hi" });
    expect(await preview("a.html", "<p>Hi")).toMatchObject({ kind: "html", text: "<p>Hi" });
  });

  it("long text is cut between characters, and says so", async () => {
    const shown = await preview("long.txt", "é".repeat(400_000));
    expect(shown).toMatchObject({ kind: "text", isTruncated: true, size: 800_000 });
    expect(shown.kind === "text" && /^é+$/.test(shown.text)).toBe(true);
    expect(shown.kind === "text" && shown.text.length).toBe(262_144);
  });

  it("an empty file is empty text", async () => {
    expect(await preview("empty.txt", "")).toMatchObject({ kind: "text", text: "", size: 0 });
    expect(await preview("empty.csv", "")).toMatchObject({ kind: "text", text: "" });
  });

  it.each(["model.pkl", "weights.txt"])("%s with binary content is not shown", async (path) => {
    expect(await preview(path, Buffer.from([1, 0, 2, 255]))).toMatchObject({ kind: "none" });
    expect(await preview(path, Buffer.from([0xff, 0xfe, 0x41]))).toMatchObject({ kind: "none" });
  });

  it("an image is told by its name and shown from its address", async () => {
    expect(await preview("a.svg", "<svg/>")).toEqual({
      kind: "image",
      size: 6,
      mediaType: "image/svg+xml",
    });
  });

  it("CSV becomes a table with types guessed and odd rows kept", async () => {
    const shown = await preview(
      "t.csv",
      '\ufeffcut,"price, USD",x\nIdeal,326,1\n"Very ""Good""",,2,extra\nFair,nan\n',
    );
    expect(shown).toEqual({
      kind: "table",
      size: 68,
      columns: [
        { name: "cut", type: "text" },
        { name: "price, USD", type: "number" },
        { name: "x", type: "number" },
        { name: "", type: "text" },
      ],
      rows: [
        ["Ideal", "326", "1", null],
        ['Very "Good"', "", "2", "extra"],
        ["Fair", "nan", null, null],
      ],
      totalRows: 3,
      totalColumns: 4,
    });
  });

  it("a long CSV shows its first rows and does not claim to know how many there are", async () => {
    const shown = await preview("long.csv", `a,b\n${"1,2\n".repeat(900_000)}`);
    expect(shown).toMatchObject({ kind: "table", totalRows: null });
    expect(shown.kind === "table" && shown.rows).toHaveLength(200);
  });

  it("what log_table writes is a table; other JSON is text", async () => {
    const table = {
      columns: ["x", "y"],
      data: [
        [1, "a"],
        [null, { z: 2 }],
      ],
    };
    expect(await preview("t.json", JSON.stringify(table))).toMatchObject({
      kind: "table",
      columns: [
        { name: "x", type: "number" },
        { name: "y", type: "text" },
      ],
      rows: [
        [1, "a"],
        [null, '{"z":2}'],
      ],
      totalRows: 2,
    });
    expect(await preview("o.json", '{"columns": []}')).toMatchObject({ kind: "text" });
    expect(await preview("bad.json", "{")).toMatchObject({ kind: "text", syntax: "json" });
  });

  it("Parquet becomes a table, from its first rows only", async () => {
    const shown = await preview("diamonds.parquet", await fixture("diamonds.parquet"));
    expect(shown).toMatchObject({
      kind: "table",
      columns: [
        { name: "id", type: "int64" },
        { name: "price", type: "double" },
        { name: "cut", type: "string" },
        { name: "when", type: "timestamp" },
        { name: "ok", type: "boolean" },
      ],
      totalRows: 1_000,
      totalColumns: 5,
    });
    if (shown.kind !== "table") throw new Error("It is a table.");
    expect(shown.rows).toHaveLength(200);
    expect(shown.rows[0]).toEqual([0, 0, "Ideal", "2024-01-02T00:00:00.000Z", true]);
    expect(shown.rows[1]?.[4]).toBeNull();
  });

  it.each(["snappy", "gzip", "zstd", "brotli", "lz4"])(
    "Parquet packed with %s becomes the same table",
    async (codec) => {
      const shown = await preview(`${codec}.parquet`, await fixture(`${codec}.parquet`));
      expect(shown).toMatchObject({
        kind: "table",
        columns: [
          { name: "id", type: "int64" },
          { name: "price", type: "double" },
          { name: "cut", type: "string" },
        ],
        totalRows: 300,
      });
      if (shown.kind !== "table") throw new Error("It is a table.");
      expect(shown.rows).toHaveLength(200);
      expect(shown.rows[199]).toEqual([199, 298.5, "Fair"]);
    },
  );

  it("a Parquet file of 3 KB that unpacks to 80 MB is not unpacked", async () => {
    const bomb = await fixture("bomb.parquet");
    expect(bomb.byteLength).toBeLessThan(4_096);
    expect(await preview("bomb.parquet", bomb)).toMatchObject({
      kind: "none",
      reason: expect.stringContaining("more bytes than a preview may read"),
    });
  });

  it.each(["not parquet at all", "PAR1", `PAR1${"x".repeat(100)}\xff\xff\xff\x7fPAR1`])(
    "a broken Parquet file says that it cannot be shown: %j",
    async (content) => {
      const shown = await preview("broken.parquet", Buffer.from(content, "latin1"));
      expect(shown).toMatchObject({ kind: "none" });
    },
  );

  it("MLmodel tells flavors, signature and versions", async () => {
    expect(await preview("model/MLmodel", MLMODEL)).toMatchObject({
      kind: "model",
      model: {
        flavors: ["python_function", "sklearn"],
        inputs: [
          { name: "carat", type: "double", isRequired: true },
          { name: "tags", type: "array(string)", isRequired: false },
        ],
        outputs: [{ name: null, type: "tensor(float64, (-1))", isRequired: true }],
        params: [{ name: "temperature", type: "double", isRequired: true }],
        mlflowVersion: "3.17.2",
        pythonVersion: "3.11.7",
        modelUuid: "m-1",
        runUuid: "abc",
        sizeBytes: 1234,
        licence: null,
      },
    });
  });

  it("an MLmodel whose signature stands on one line is read, however many columns it tells of", async () => {
    const columns = Array.from({ length: 2_000 }, (_, at) => ({ type: "double", name: `c${at}` }));
    const listed = columns.map(({ type, name }) => `{"type": "${type}", "name": "${name}"}`);
    const text = `flavors:\n  sklearn: {}\nsignature:\n  inputs: '[${listed.join(", ")}]'\n`;
    const shown = await preview("model/MLmodel", text);
    expect(shown).toMatchObject({ kind: "model", model: { flavors: ["sklearn"] } });
    expect(JSON.stringify(shown)).toContain("c7");
  });

  it("an MLmodel that is not one, or is meant to harm, is text", async () => {
    const bomb = `a: &a [x,x]\n${Array.from({ length: 30 }, (_, i) => `b${i}: &b${i} [*a,*a,*a]`).join("\n")}`;
    for (const content of ["", "- a", "flavors: [", bomb, "!!js/function 'x'"]) {
      const shown = await preview("MLmodel", content);
      expect(["text", "model"]).toContain(shown.kind);
      if (shown.kind === "model") expect(shown.model.flavors).toEqual([]);
    }
  });

  it("what is gone is NOT_FOUND, and a directory has no preview", async () => {
    await store.put("dir/f", bodyOf("1"));
    await expect(readPreview(store, "none")).rejects.toMatchObject({ code: "NOT_FOUND" });
    await expect(readPreview(store, "dir")).rejects.toMatchObject({ code: "INVALID" });
  });
});
