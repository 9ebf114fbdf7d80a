import { expect, test } from "vitest";
import { snippetsOf, toBody, toFields } from "./playground-form";

const column = (name: string, type: string, isRequired = true) => ({ name, type, isRequired });
const COLUMNS = [
  column("age", "long"),
  column("city", "string"),
  column("is_new", "boolean"),
  column("tags", "any", false),
];

test("fields hold the first row of an example and give the body back", () => {
  const split = {
    columns: ["city", "age", "is_new"],
    data: [
      ["Bonn", 41, true],
      ["Ulm", 2, false],
    ],
  };
  const fields = toFields(COLUMNS, JSON.stringify({ dataframe_split: split }));
  expect(fields).toEqual({ age: "41", city: "Bonn", is_new: "true", tags: "" });
  expect(JSON.parse(toBody(COLUMNS, fields))).toEqual({
    dataframe_split: { columns: ["age", "city", "is_new"], data: [[41, "Bonn", true]] },
  });
  const records = JSON.stringify({ dataframe_records: [{ age: 5, tags: ["a"] }] });
  expect(toFields(COLUMNS, records)).toMatchObject({ age: "5", city: "", tags: '["a"]' });
  expect(toFields(COLUMNS, "no JSON")).toMatchObject({ age: "" });
});

test("what is no number is sent as it stands, so that the answer names the column", () => {
  const fields = { age: "old", city: "", is_new: "false", tags: '{"a": 1}' };
  expect(JSON.parse(toBody(COLUMNS, fields)).dataframe_split.data).toEqual([
    ["old", "", false, { a: 1 }],
  ]);
});

test("snippets carry the body whatever stands in it, and no token", () => {
  const body = JSON.stringify({ inputs: ['it\'s "quoted"'] });
  const [curl, python, typescript] = snippetsOf("http://127.0.0.1/serve/a/invocations", body);
  expect(curl?.code).toContain("it'\\''s");
  expect(python?.code).toContain("json.loads(");
  expect(typescript?.code).toContain(body);
  for (const { code } of [curl, python, typescript].flatMap((one) => one ?? []))
    expect(code).toContain("SLIPWAY_TOKEN");
});
