import { describe, expect, it } from "vitest";
import { readNotebook } from "./notebook";
import { PREVIEW_LIMITS } from "./preview";

const notebookOf = (cells: readonly unknown[]) =>
  readNotebook({
    nbformat: 4,
    nbformat_minor: 5,
    metadata: { language_info: { name: "python" } },
    cells,
  });

const outputsOf = (...outputs: readonly unknown[]) =>
  notebookOf([{ cell_type: "code", source: "x", outputs }])?.cells[0]?.outputs;

const data = (bundle: Record<string, unknown>) => ({ output_type: "display_data", data: bundle });

describe("reading a notebook", () => {
  it("is its cells in their order, with the numbers of those that ran", () => {
    expect(
      notebookOf([
        { cell_type: "markdown", source: ["# Churn\n", "Why."] },
        { cell_type: "code", source: "fit()", execution_count: 3, outputs: [] },
        { cell_type: "code", source: "later()", execution_count: null },
        { cell_type: "raw", source: "as it is" },
        "no cell",
      ]),
    ).toEqual({
      language: "Python",
      totalCells: 5,
      cells: [
        { number: 1, kind: "markdown", text: "# Churn\nWhy.", count: null, outputs: [] },
        { number: 2, kind: "code", text: "fit()", count: 3, outputs: [] },
        { number: 3, kind: "code", text: "later()", count: null, outputs: [] },
        { number: 4, kind: "raw", text: "as it is", count: null, outputs: [] },
      ],
    });
  });

  it("shows each output in its best form", () => {
    expect(
      outputsOf(
        { output_type: "stream", name: "stdout", text: ["10%\r", "100%\r\n", "done\n"] },
        {
          output_type: "error",
          ename: "E",
          evalue: "no",
          traceback: ["\u001b[0;31mE\u001b[0m: no"],
        },
        data({ "image/png": "iVBO\nRw0=", "text/plain": "<Figure>" }),
        data({ "text/html": "<table></table>", "text/plain": "a  b" }),
        data({ "text/html": "<script>draw()</script>", "text/plain": "Figure(…)" }),
        data({ "image/png": "not base64!" }),
        data({ "application/vnd.jupyter.widget-view+json": {} }),
      ),
    ).toEqual([
      { number: 1, kind: "text", text: "100%\ndone\n" },
      { number: 2, kind: "error", text: "E: no" },
      { number: 3, kind: "image", mediaType: "image/png", data: "iVBORw0=" },
      { number: 4, kind: "html", text: "<table></table>" },
      { number: 5, kind: "text", text: "Figure(…)" },
      { number: 6, kind: "omitted", mediaType: "image/png" },
      { number: 7, kind: "omitted", mediaType: "application/vnd.jupyter.widget-view+json" },
    ]);
  });

  it("is bounded in cells, in outputs, in the text of each and in all together", () => {
    const many = notebookOf(
      Array.from({ length: 1_000 }, () => ({ cell_type: "raw", source: "x" })),
    );
    expect(many?.cells).toHaveLength(PREVIEW_LIMITS.notebookCells);
    expect(many?.totalCells).toBe(1_000);
    const picture = data({ "image/png": "A".repeat(3 * 2 ** 20) });
    const shown = outputsOf(...Array.from({ length: 30 }, () => picture)) ?? [];
    expect(shown).toHaveLength(PREVIEW_LIMITS.notebookOutputs);
    expect(shown.map(({ kind }) => kind).slice(0, 4)).toEqual([
      "image",
      "image",
      "omitted",
      "omitted",
    ]);
    const [text] = outputsOf({ output_type: "stream", text: "y".repeat(10 ** 6) }) ?? [];
    expect(text?.kind === "text" && text.text.length).toBeLessThan(
      PREVIEW_LIMITS.notebookText + 10,
    );
  });

  it.each([
    null,
    [],
    {},
    { cells: [] },
    { nbformat: 3, worksheets: [] },
    { nbformat: 4, cells: {} },
  ])("%j is none", (value) => {
    expect(readNotebook(value)).toBeNull();
  });
});
