import { z } from "zod";
import type { InputColumnDto } from "@/lib/gateway/dto/playground";

/** Texts of the fields, by column. */
export type FieldValues = Readonly<Record<string, string>>;

const splitBody = z.object({
  dataframe_split: z.object({
    columns: z.array(z.string()),
    data: z.array(z.array(z.unknown())).min(1),
  }),
});
const recordsBody = z.object({
  dataframe_records: z.array(z.record(z.string(), z.unknown())).min(1),
});

function firstRow(body: string): Record<string, unknown> {
  let parsed: unknown;
  try {
    parsed = JSON.parse(body);
  } catch {
    return {};
  }
  const split = splitBody.safeParse(parsed);
  if (split.success) {
    const { columns, data } = split.data.dataframe_split;
    return Object.fromEntries(columns.map((name, index) => [name, data[0]?.[index]]));
  }
  const records = recordsBody.safeParse(parsed);
  return records.success ? (records.data.dataframe_records[0] ?? {}) : {};
}

const toText = (value: unknown): string =>
  value === null || value === undefined
    ? ""
    : typeof value === "string"
      ? value
      : JSON.stringify(value);

/** The first row of a body, as texts to be edited. */
export function toFields(columns: readonly InputColumnDto[], body: string): FieldValues {
  const row = firstRow(body);
  return Object.fromEntries(
    columns.map(({ name, type, isRequired }) => {
      const text = toText(row[name]);
      return [name, text === "" && type === "boolean" && isRequired ? "false" : text];
    }),
  );
}

const NUMBERS = new Set(["double", "float", "integer", "long"]);

export const isNumeric = (type: string): boolean => NUMBERS.has(type);

/** What is no value of its type is sent as it stands: the model's answer says what is wrong with it. */
function toValue({ type }: InputColumnDto, text: string): unknown {
  const trimmed = text.trim();
  if (isNumeric(type)) {
    if (trimmed === "") return null;
    return Number.isNaN(Number(trimmed)) ? text : Number(trimmed);
  }
  if (type === "boolean") return trimmed === "" ? null : trimmed === "true";
  if (type !== "any") return text;
  try {
    return JSON.parse(trimmed);
  } catch {
    return text;
  }
}

/** A body of one row; optional columns that are empty are left out. */
export function toBody(columns: readonly InputColumnDto[], values: FieldValues): string {
  const sent = columns.filter(({ name, isRequired }) => isRequired || (values[name] ?? "") !== "");
  return JSON.stringify(
    {
      dataframe_split: {
        columns: sent.map(({ name }) => name),
        data: [sent.map((column) => toValue(column, values[column.name] ?? ""))],
      },
    },
    null,
    2,
  );
}

export interface Snippet {
  language: string;
  code: string;
}

/** The same request from a program; the token stands in the environment. */
export function snippetsOf(address: string, body: string): Snippet[] {
  const compact = JSON.stringify(JSON.parse(body));
  const shell = compact.replaceAll("'", "'\\''");
  return [
    {
      language: "curl",
      code: `curl -X POST ${address} \\
  -H "Authorization: Bearer $SLIPWAY_TOKEN" -H "Content-Type: application/json" \\
  -d '${shell}'`,
    },
    {
      language: "Python",
      code: `import json, os, urllib.request

body = json.loads(${JSON.stringify(compact)})
request = urllib.request.Request(
    "${address}",
    data=json.dumps(body).encode(),
    headers={
        "Authorization": f"Bearer {os.environ['SLIPWAY_TOKEN']}",
        "Content-Type": "application/json",
    },
)
with urllib.request.urlopen(request, timeout=30) as answer:
    print(json.load(answer)["predictions"])`,
    },
    {
      language: "TypeScript",
      code: `const answer = await fetch("${address}", {
  method: "POST",
  headers: {
    Authorization: \`Bearer \${process.env.SLIPWAY_TOKEN}\`,
    "Content-Type": "application/json",
  },
  body: JSON.stringify(${compact}),
});
if (!answer.ok) throw new Error(await answer.text());
console.log((await answer.json()).predictions);`,
    },
  ];
}
