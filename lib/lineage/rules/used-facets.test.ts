import { expect, it } from "vitest";
import { failureOf, fieldsOf, ownersOf } from "./used-facets";

it("reads the fields of a schema, and what each was made of", () => {
  const schema = {
    fields: [
      { name: "id", type: "int" },
      { name: "total", description: "sum" },
    ],
  };
  const from = { namespace: "postgres://db", name: "orders", field: "price" };
  const lineage = { fields: { total: { inputFields: [from] }, extra: { inputFields: [from] } } };
  expect(fieldsOf(schema, lineage)).toEqual([
    { name: "id", type: "int", description: "", from: [] },
    { name: "total", type: "", description: "sum", from: [from] },
    { name: "extra", type: "", description: "", from: [from] },
  ]);
});

it("makes nothing of facets that are odd", () => {
  for (const odd of [undefined, {}, { fields: 3 }, { fields: [null, 3, {}] }])
    expect(fieldsOf(odd, odd)).toEqual(
      odd?.fields === undefined || odd.fields === 3 ? [] : expect.any(Array),
    );
  expect(ownersOf({ owners: [{ name: "team:shop", type: "OWNER" }, { name: 3 }, null] })).toEqual([
    "team:shop (OWNER)",
  ]);
  expect(failureOf({ message: ["no text"] })).toBe("");
});
