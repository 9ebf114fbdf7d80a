import { z } from "zod";
import { type Notebook, type NotebookCell, type NotebookOutput, PREVIEW_LIMITS } from "./preview";

const lines = z.union([z.string(), z.array(z.string()).transform((parts) => parts.join(""))]);
const text = lines.catch("");

const bundle = z.record(z.string(), z.unknown()).catch({});
const output = z.object({
  output_type: z.string().catch(""),
  name: z.string().optional().catch(undefined),
  text,
  data: bundle,
  ename: z.string().catch(""),
  evalue: z.string().catch(""),
  traceback: z.array(z.string()).catch([]),
});
type RawOutput = z.output<typeof output>;

const cell = z.object({
  cell_type: z.string(),
  source: text,
  execution_count: z.number().int().nullish().catch(null),
  outputs: z.array(z.unknown()).catch([]),
});

const notebook = z.object({
  nbformat: z.number().min(4),
  cells: z.array(z.unknown()),
  metadata: z
    .object({
      language_info: z
        .object({ name: z.string().max(40) })
        .optional()
        .catch(undefined),
      kernelspec: z
        .object({ language: z.string().max(40) })
        .optional()
        .catch(undefined),
    })
    .catch({}),
});

const ESCAPE = String.fromCharCode(27);
/** Colours and cursor movements, which terminals understand and pages do not. */
const TERMINAL_CODES = new RegExp(`${ESCAPE}\\[[0-9;?]*[A-Za-z]`, "g");

function shorten(whole: string): string {
  return whole.length > PREVIEW_LIMITS.notebookText
    ? `${whole.slice(0, PREVIEW_LIMITS.notebookText)}\n…`
    : whole;
}

/** What a progress bar overwrote is not what a person saw in the end. */
const settled = (said: string) =>
  said
    .replaceAll(TERMINAL_CODES, "")
    .split("\n")
    .map((line) => line.replace(/\r+$/, "").split("\r").at(-1) ?? "")
    .join("\n");

type Without<Each> = Each extends unknown ? Omit<Each, "number"> : never;
/** An output before it has its place. */
type Shown = Without<NotebookOutput>;

const IMAGES = ["image/png", "image/jpeg", "image/gif", "image/webp"];
const BASE64 = /^[A-Za-z0-9+/]+={0,2}$/;

function imageOf(data: RawOutput["data"]): Shown | null {
  for (const mediaType of IMAGES) {
    const encoded = lines.safeParse(data[mediaType]);
    const compact = encoded.success ? encoded.data.replaceAll(/\s/g, "") : "";
    if (BASE64.test(compact)) return { kind: "image", mediaType, data: compact };
  }
  const drawing = lines.safeParse(data["image/svg+xml"]);
  if (!drawing.success) return null;
  const encoded = Buffer.from(drawing.data, "utf8").toString("base64");
  return { kind: "image", mediaType: "image/svg+xml", data: encoded };
}

function textOf(data: RawOutput["data"], mediaType: string): string | null {
  const found = lines.safeParse(data[mediaType]);
  return found.success && found.data !== "" ? found.data : null;
}

/** The best of the forms in which an output is kept; HTML that only scripts would fill is worse than text. */
function bestOf(data: RawOutput["data"]): Shown | null {
  const image = imageOf(data);
  if (image) return image;
  const html = textOf(data, "text/html");
  const plain = textOf(data, "text/plain");
  const isScripted = html !== null && /<script/i.test(html);
  if (html && html.length <= PREVIEW_LIMITS.notebookText * 10 && !(isScripted && plain))
    return { kind: "html", text: html };
  const markdown = textOf(data, "text/markdown");
  if (markdown) return { kind: "markdown", text: shorten(markdown) };
  if (plain) return { kind: "text", text: shorten(settled(plain)) };
  const [mediaType] = Object.keys(data);
  return mediaType ? { kind: "omitted", mediaType: mediaType.slice(0, 100) } : null;
}

function toOutput(raw: unknown): Shown[] {
  const parsed = output.safeParse(raw);
  if (!parsed.success) return [];
  const { output_type: type, data, ename, evalue, traceback } = parsed.data;
  if (type === "stream") {
    const kind = parsed.data.name === "stderr" ? "error" : "text";
    return [{ kind, text: shorten(settled(parsed.data.text)) }];
  }
  if (type === "error") {
    const said = traceback.length > 0 ? traceback.join("\n") : `${ename}: ${evalue}`;
    return [{ kind: "error", text: shorten(settled(said)) }];
  }
  const best = bestOf(data);
  return best ? [best] : [];
}

function toOutputs(raw: readonly unknown[]): NotebookOutput[] {
  return raw
    .slice(0, PREVIEW_LIMITS.notebookOutputs)
    .flatMap(toOutput)
    .map((shown, index) => ({ number: index + 1, ...shown }));
}

function toCell(raw: unknown, index: number): NotebookCell[] {
  const parsed = cell.safeParse(raw);
  if (!parsed.success) return [];
  const { cell_type: type, source, execution_count: count, outputs } = parsed.data;
  const kind = type === "code" || type === "markdown" ? type : "raw";
  return [
    {
      number: index + 1,
      kind,
      text: shorten(source),
      count: count ?? null,
      outputs: kind === "code" ? toOutputs(outputs) : [],
    },
  ];
}

function sizeOf(shown: NotebookOutput): number {
  if (shown.kind === "omitted") return 0;
  return shown.kind === "image" ? shown.data.length : shown.text.length;
}

/** Leaves out outputs beyond what one page can hold; a later, smaller one may still fit. */
function within(cells: readonly NotebookCell[]): NotebookCell[] {
  let left: number = PREVIEW_LIMITS.notebookCharacters;
  return cells.map((shown) => ({
    ...shown,
    outputs: shown.outputs.map((each): NotebookOutput => {
      if (sizeOf(each) > left)
        return {
          number: each.number,
          kind: "omitted",
          mediaType: each.kind === "image" ? each.mediaType : "text",
        };
      left -= sizeOf(each);
      return each;
    }),
  }));
}

/** A Jupyter notebook of the fourth format; null for JSON that is none. Nothing in it is ever run. */
export function readNotebook(value: unknown): Notebook | null {
  const parsed = notebook.safeParse(value);
  if (!parsed.success) return null;
  const { cells, metadata } = parsed.data;
  const language = metadata.language_info?.name ?? metadata.kernelspec?.language ?? "code";
  return {
    language: language.charAt(0).toUpperCase() + language.slice(1),
    cells: within(cells.slice(0, PREVIEW_LIMITS.notebookCells).flatMap(toCell)),
    totalCells: cells.length,
  };
}
