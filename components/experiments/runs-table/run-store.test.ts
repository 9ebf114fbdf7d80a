import { describe, expect, it } from "vitest";
import type { RunRowDto } from "@/lib/runs/dto/table";
import { RunStore } from "./run-store";

const row = (uuid: string, values: RunRowDto["values"] = []): RunRowDto => ({
  uuid,
  name: uuid,
  experimentId: 1,
  userId: "ada",
  status: "FINISHED",
  lastActivityAt: 0,
  startTime: 0,
  endTime: 1,
  isDeleted: false,
  color: 0,
  parentUuid: null,
  createdBy: "ada@example.org",
  childCount: 0,
  sourceName: "",
  sourceType: "",
  gitCommit: "",
  datasets: [],
  loggedModelCount: 0,
  registeredVersionCount: 0,
  values,
});

describe("the rows of the runs table", () => {
  it("keep what was read before when more columns come", () => {
    const store = new RunStore();
    store.merge([row("a", [1, "x"])], ["m:loss", "p:lr"]);
    store.merge([row("a", [2])], ["m:acc"]);
    expect(store.rowOf("a")?.cells).toEqual({ "m:loss": 1, "p:lr": "x", "m:acc": 2 });
  });

  it("are the same objects until they change", () => {
    const store = new RunStore();
    store.merge([row("a"), row("b")], []);
    const [a, b] = [store.rowOf("a"), store.rowOf("b")];
    store.merge([row("b", [1])], ["m:loss"]);
    expect(store.rowOf("a")).toBe(a);
    expect(store.rowOf("b")).not.toBe(b);
  });

  it("tell whoever listens that something changed", () => {
    const store = new RunStore();
    const before = store.readRows();
    let heard = 0;
    const stop = store.subscribe(() => {
      heard += 1;
    });
    store.merge([row("a")], []);
    stop();
    store.merge([row("b")], []);
    expect(heard).toBe(1);
    expect(store.readRows()).not.toBe(before);
  });

  it("ask for each missing cell once", () => {
    const store = new RunStore();
    store.merge([row("a", [1])], ["m:loss"]);
    expect(store.take(["a", "b"], ["m:loss", "m:acc"])).toEqual([
      { uuids: ["a"], columns: ["m:acc"] },
      { uuids: ["b"], columns: ["m:loss", "m:acc"] },
    ]);
    expect(store.take(["a", "b"], ["m:loss", "m:acc"])).toEqual([]);
    expect(store.take(["a"], ["p:lr"])).toEqual([{ uuids: ["a"], columns: ["p:lr"] }]);
  });

  it("ask again for what did not come", () => {
    const store = new RunStore();
    const [request] = store.take(["a"], ["m:loss"]);
    if (request) store.settle(request);
    expect(store.take(["a"], ["m:loss"])).toEqual([{ uuids: ["a"], columns: ["m:loss"] }]);
  });

  it("ask for a row that has no columns to show", () => {
    expect(new RunStore().take(["a"], [])).toEqual([{ uuids: ["a"], columns: [] }]);
  });

  it("split requests so that each fits in an address", () => {
    const store = new RunStore();
    const uuids = Array.from({ length: 250 }, (_, index) => `run ${index}`);
    const columns = Array.from({ length: 40 }, (_, index) => `m:${"layer/".repeat(38)}${index}`);
    const requests = store.take(uuids, columns);
    expect(requests.every((request) => request.uuids.length <= 100)).toBe(true);
    expect(requests.every((request) => request.columns.join("").length < 6_000)).toBe(true);
    const asked = requests.reduce((sum, one) => sum + one.uuids.length * one.columns.length, 0);
    expect(asked).toBe(250 * 40);
  });

  it("are let go when there are too many, the longest unused first", () => {
    const store = new RunStore();
    for (let start = 0; start < 5_000; start += 500)
      store.merge(
        Array.from({ length: 500 }, (_, index) => row(String(start + index))),
        [],
      );
    expect(store.rowOf("0")).toBeUndefined();
    expect(store.rowOf("4999")).toBeDefined();
    expect(store.take(["0"], [])).toHaveLength(1);
  });
});
