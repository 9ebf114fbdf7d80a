import { expect, it } from "vitest";
import { LOG_MODEL_TAG, withLoggedModel } from "./legacy-models";
import { registrationsOf, withRegistration } from "./registrations";
import { isPrompt } from "./tags";

it("adds a version to the tag in the form that clients read and write", () => {
  const first = withRegistration(undefined, { name: "çhurn", version: 1 });
  expect(first).toBe('[{"name": "\\u00e7hurn", "version": 1}]');
  const second = withRegistration(first, { name: "çhurn", version: 2 });
  expect(JSON.parse(second)).toEqual([
    { name: "çhurn", version: 1 },
    { name: "çhurn", version: 2 },
  ]);
});

it("does not add a version that is there already", () => {
  const once = withRegistration(undefined, { name: "a", version: 1 });
  expect(withRegistration(once, { name: "a", version: 1 })).toBe(once);
});

it("reads a version once, although server and client both write it", () => {
  const tag =
    '[{"name": "a", "version": 1}, {"name": "a", "version": "1"}, {"name": "b", "version": 2}, 7]';
  expect(registrationsOf(tag)).toEqual([
    { name: "a", version: 1 },
    { name: "b", version: 2 },
  ]);
});

it("takes a tag that is no JSON for an empty one", () => {
  expect(registrationsOf("{broken")).toEqual([]);
  expect(withRegistration("{broken", { name: "a", version: 1 })).toBe(
    '[{"name": "a", "version": 1}]',
  );
});

it("keeps of a model that an old client logged what identifies it", () => {
  const json = JSON.stringify({
    artifact_path: "model",
    run_id: "r",
    utc_time_created: "2024",
    flavors: { sklearn: { code: null, config: { secret: 1 } } },
    signature: "long",
  });
  const history = withLoggedModel(undefined, json);
  expect(JSON.parse(history)).toEqual([
    {
      run_id: "r",
      artifact_path: "model",
      utc_time_created: "2024",
      model_uuid: null,
      flavors: { sklearn: { code: null } },
    },
  ]);
  expect(JSON.parse(withLoggedModel(history, json))).toHaveLength(2);
  expect(LOG_MODEL_TAG).toBe("mlflow.log-model.history");
});

it("refuses a model of an old client that is not whole", () => {
  expect(() => withLoggedModel(undefined, "nothing")).toThrow("is not a valid JSON");
  expect(() => withLoggedModel(undefined, "[]")).toThrow("is not a valid JSON");
  expect(() => withLoggedModel(undefined, '{"flavors":{}}')).toThrow(
    "missing mandatory fields: {'artifact_path', 'utc_time_created', 'run_id'}",
  );
});

it("takes tags for a prompt's only when the last one says true", () => {
  const key = "mlflow.prompt.is_prompt";
  expect(isPrompt([{ key, value: "True" }])).toBe(true);
  expect(
    isPrompt([
      { key, value: "true" },
      { key, value: "false" },
    ]),
  ).toBe(false);
  expect(isPrompt([])).toBe(false);
});
