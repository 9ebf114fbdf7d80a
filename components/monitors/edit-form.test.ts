import { expect, test } from "vitest";
import type { DefinitionEditorDto } from "@/lib/monitors/dto/definitions";
import { draftDefinitionInput } from "@/lib/monitors/schema/definitions";
import { NO_QUALITY } from "@/lib/monitors/schema/quality";
import { changed, type EditedColumn, firstEditForm, fromRun, toDraftInput } from "./edit-form";

const EDITOR: DefinitionEditorDto = {
  monitor: 1,
  current: {
    ...{ version: 3, reference: { datasetId: 1, dataset: "customers", version: 1 }, kinds: {} },
    ...{ createdBy: "Ada", createdAt: 0, judgesFrom: 0, changes: [] },
    definition: {
      ...{ window: "day", share: 0.35, minRows: 50, smallWindows: "robust" },
      ...{ columns: [], leftOut: [], target: null, quality: NO_QUALITY },
      importanceSource: null,
    },
  },
  columns: [
    {
      ...{ name: "amount", source: "input", type: "number", distinct: 90, kind: "number" },
      settings: {
        ...{ name: "amount", method: "ks", threshold: 0.2, bins: "deciles", importance: 2 },
        limit: {
          ...{ kind: "learned", from: "reference", count: 10, mean: 0.1, deviation: 0.03 },
          ...{ size: 60, windows: [] },
        },
      },
      reason: null,
    },
    {
      ...{ name: "id", source: "input", type: "number", distinct: 600, kind: null },
      ...{ settings: null, reason: "It looks like an identifier." },
    },
  ],
};
const parse = (form: ReturnType<typeof firstEditForm>) =>
  draftDefinitionInput.parse(toDraftInput(form));

test("what nobody changed is sent as it was, and what is left out by itself is not named", () => {
  expect(parse(firstEditForm(EDITOR))).toMatchObject({
    ...{ window: "day", share: 0.35, minRows: 50, smallWindows: "robust" },
    columns: [
      {
        ...{ name: "amount", kind: "number", bins: "deciles", method: "ks", importance: 2 },
        limit: { kind: "learned", from: "reference", size: 60 },
      },
    ],
  });
});

test("a column is taken in or left out by hand, and its threshold is read with a comma too", () => {
  const form = firstEditForm(EDITOR);
  const [amount, id] = form.columns;
  if (!amount || !id) throw new Error("There are no columns.");
  const columns = [
    changed(amount, { limitKind: "constant", value: "0,25" }),
    changed(id, { isWatched: true, kind: "category" }),
  ];
  expect(parse({ ...form, columns }).columns).toMatchObject([
    { name: "amount", limit: { kind: "constant", value: 0.25 } },
    { name: "id", isWatched: true, kind: "category", method: "jensen_shannon" },
  ]);
  const left = { ...form, columns: [changed(amount, { isWatched: false }), id] };
  expect(parse(left).columns).toEqual([{ name: "amount", isWatched: false }]);
});

test("a column that is left out may be held to repeat as little, and stays so", () => {
  const form = firstEditForm(EDITOR);
  const [amount, id] = form.columns;
  if (!amount || !id) throw new Error("There are no columns.");
  const columns = [amount, changed(id, { repeated: "1,5" })];
  const said = parse({ ...form, columns, repeatedRows: "learned" }).quality;
  expect(said).toMatchObject({
    columns: [{ name: "id", repeated: 0.015 }],
    repeatedRows: "learned",
  });
  const none = { missing: null, invalid: null, unseen: null, outside: null, min: null, max: null };
  const quality = { ...NO_QUALITY, columns: [{ ...none, name: "id", repeated: 0.015 }] };
  const { current } = EDITOR;
  const definition = { ...current.definition, quality: { ...quality, repeatedRows: 0.1 } };
  const next = firstEditForm({ ...EDITOR, current: { ...current, definition } });
  expect(parse(next).quality).toMatchObject({
    columns: [{ name: "id", repeated: 0.015 }],
    repeatedRows: 0.1,
  });
});

test("importances that the run says are not sent, and one that is typed afterwards is", () => {
  const form = { ...firstEditForm(EDITOR), ...fromRun(firstEditForm(EDITOR)) };
  const [amount, id] = form.columns;
  if (!amount || !id) throw new Error("There are no columns.");
  expect(parse(form)).toMatchObject({ importances: "run" });
  expect(parse(form).columns[0]?.importance).toBeUndefined();
  const typed = parse({ ...form, columns: [changed(amount, { importance: "0,5" }), id] });
  expect(typed.columns[0]?.importance).toBe(0.5);
  expect(parse(firstEditForm(EDITOR)).importances).toBeUndefined();
});

test("a change of many columns changes each as far as it is for it", () => {
  const number = firstEditForm(EDITOR).columns[0] as EditedColumn;
  const text: EditedColumn = { ...number, type: "text", kind: "category", method: "psi" };
  expect(changed(text, { method: "wasserstein" }).method).toBe("psi");
  expect(changed(text, { kind: "number" }).kind).toBe("category");
  expect(changed(text, { method: "chi2" })).toMatchObject({ limitKind: "p_value", value: "0.05" });
  expect(changed(number, { method: "psi", limitKind: "p_value", value: "0.01" })).toMatchObject({
    ...{ limitKind: "constant", value: "0.1" },
  });
  expect(changed(number, { kind: "category" }), "no distance of numbers is left").toMatchObject({
    ...{ kind: "category", method: "jensen_shannon" },
  });
});
