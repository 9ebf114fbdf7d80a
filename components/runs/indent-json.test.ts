import { expect, it } from "vitest";
import { indentJson } from "./indent-json";

it("JSON is shown with a line for each member, as JSON.stringify would indent it", () => {
  const value = { a: [1, { b: 'x, {y}: [z] " \\' }], empty: {}, none: [], t: true, n: null };
  expect(indentJson(JSON.stringify(value))).toBe(JSON.stringify(value, null, 2));
  expect(indentJson(" [ 1 ,\n2 ] ")).toBe("[\n  1,\n  2\n]");
  expect(indentJson('"alone"')).toBe('"alone"');
});

it("a number keeps every digit", () => {
  expect(indentJson('{"id":12345678901234567890,"x":1.10}')).toBe(
    '{\n  "id": 12345678901234567890,\n  "x": 1.10\n}',
  );
});

it("what is no JSON stays as it is", () => {
  for (const text of ['{"a": NaN}', '{"a":', "", "plain"]) expect(indentJson(text)).toBe(text);
});
