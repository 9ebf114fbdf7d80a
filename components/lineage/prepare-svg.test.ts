import ELK from "elkjs/lib/elk.bundled.js";
import { expect, it } from "vitest";
import type { LineageGraphDto, LineageNodeDto } from "@/lib/lineage/dto";
import { NO_LAYOUT, toElkGraph, toLayout } from "./prepare-layout";
import { preparePicture } from "./prepare-picture";
import { type SvgLook, toSvg } from "./prepare-svg";

const LOOK: SvgLook = {
  colors: {
    canvas: "rgb(1, 0, 0)",
    surface: "rgb(2, 0, 0)",
    fg: "rgb(3, 0, 0)",
    muted: "rgb(4, 0, 0)",
    line: "rgb(5, 0, 0)",
    border: "rgb(6, 0, 0)",
    accent: "rgb(7, 0, 0)",
    accentSoft: "rgb(8, 0, 0)",
  },
  cut: (text) => text,
};

const node = (id: string, more: Partial<LineageNodeDto>): LineageNodeDto => ({
  id,
  kind: "run",
  title: id,
  subtitle: "",
  state: "",
  at: 1,
  isDeleted: false,
  places: [],
  page: null,
  ...more,
});

const GRAPH: LineageGraphDto = {
  focus: "run:a",
  nodes: [
    node("dataset-version:1", { kind: "dataset-version", title: 'Tom & "Jerry" <v1>\u0007' }),
    node("run:a", { title: "night shift", state: "FAILED" }),
    node("model-version:3", { kind: "model-version", title: "churn 3", places: ["@champion"] }),
  ],
  edges: [
    { source: "dataset-version:1", target: "run:a", role: "read", details: ["training"] },
    { source: "run:a", target: "model-version:3", role: "registered", details: [] },
  ],
  clusters: [
    { node: "run:a", direction: "downstream", kind: "run", hidden: 29, isExact: true },
    { node: "run:a", direction: "upstream", kind: "logged-model", hidden: 992, isExact: false },
  ],
  isTruncated: false,
  cutOff: null,
};

async function drawn() {
  const picture = preparePicture(GRAPH, []);
  const layout = toLayout(await new ELK().layout(toElkGraph(picture, NO_LAYOUT)));
  const caption = { title: "Lineage of night shift", about: "As of now" };
  return { picture, layout, ...toSvg(picture, layout, caption, LOOK) };
}

const numbers = (text: string, name: string) =>
  [...text.matchAll(new RegExp(` ${name}="([\\d.-]+)"`, "g"))].map(([, value]) => Number(value));

it("holds every node, cluster and line, and what they say", async () => {
  const { svg, picture } = await drawn();
  for (const { id } of picture.items) expect(svg).toContain(`data-node="${id}"`);
  for (const { id } of picture.links) expect(svg).toContain(`data-link="${id}"`);
  for (const text of [
    "Lineage of night shift",
    "night shift",
    "Run · Failed",
    "Model version · @champion",
    "29 more runs",
    "992+ more logged models",
    "read by · training",
  ])
    expect(svg).toContain(`>${text}<`);
});

it("is well-formed whatever things are called", async () => {
  const { svg } = await drawn();
  expect(svg).toContain("Tom &amp; &quot;Jerry&quot; &lt;v1&gt;<");
  expect(svg).not.toContain("\u0007");
  const open = svg.match(/<(?:g|svg|text|title|desc|defs|marker)\b/g)?.length;
  expect(svg.match(/<\/(?:g|svg|text|title|desc|defs|marker)>/g)).toHaveLength(open ?? 0);
});

it("has room for all that is arranged", async () => {
  const { svg, width, height, layout } = await drawn();
  const [, shiftX = "0", shiftY = "0"] = /translate\(([\d.-]+) ([\d.-]+)\)/.exec(svg) ?? [];
  expect(layout.boxes.size).toBe(5);
  for (const box of layout.boxes.values()) {
    expect(box.x + Number(shiftX)).toBeGreaterThanOrEqual(0);
    expect(box.y + Number(shiftY)).toBeGreaterThanOrEqual(0);
    expect(box.x + box.width + Number(shiftX)).toBeLessThanOrEqual(width);
    expect(box.y + box.height + Number(shiftY)).toBeLessThanOrEqual(height);
  }
  expect(numbers(svg, "width")[0]).toBe(width);
});

it("says nothing of tokens that only our own pages know", async () => {
  const { svg } = await drawn();
  expect(svg).not.toContain("var(");
});
