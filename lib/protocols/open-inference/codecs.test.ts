import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { AppError } from "@/lib/core/errors";
import { fromBfloat, fromHalf, toBfloat, toHalf } from "@/lib/gateway/rules/half-floats";
import { tensorOf } from "@/lib/gateway/rules/tensors";
import type { Datatype } from "@/lib/gateway/schema/payload";
import { readRaw, writeRaw } from "./raw-tensors";
import { readCsv, readInvocation, readPredict } from "./tabular";
import { readInfer, writeInfer } from "./v2";

/** Whatever is sent, it is read or refused as the caller's mistake. */
function expectSense(read: () => unknown): void {
  try {
    read();
  } catch (error) {
    expect(error).toBeInstanceOf(AppError);
    expect(["INVALID", "TOO_LARGE"]).toContain(error instanceof AppError ? error.code : "");
  }
}

const VALUES: Readonly<Partial<Record<Datatype, fc.Arbitrary<unknown>>>> = {
  BOOL: fc.boolean(),
  UINT8: fc.integer({ min: 0, max: 255 }),
  INT16: fc.integer({ min: -32_768, max: 32_767 }),
  INT32: fc.integer(),
  INT64: fc.maxSafeInteger(),
  UINT64: fc.maxSafeNat(),
  FP32: fc.float({ noNaN: true }),
  FP64: fc.double({ noNaN: true }),
  BYTES: fc.string({ unit: "grapheme" }),
};
const tensors = fc.constantFrom(...Object.entries(VALUES)).chain(([datatype, value]) =>
  fc.array(value ?? fc.constant(0), { minLength: 1, maxLength: 20 }).map((values) => {
    // The names are those of VALUES.
    const type = datatype as Datatype;
    return tensorOf("x", type, [values.length], values);
  }),
);

describe("tensors in binary", () => {
  test("come back as they were", () => {
    fc.assert(
      fc.property(tensors, (tensor) => {
        const { name, datatype, shape } = tensor;
        expect(readRaw(name, datatype, shape, writeRaw(tensor))).toEqual(tensor);
      }),
    );
  });

  test("stand behind the JSON of a request, each in its place", () => {
    fc.assert(
      fc.property(fc.array(tensors, { minLength: 1, maxLength: 4 }), (some) => {
        const named = some.map((tensor, index) => ({ ...tensor, name: `t${index}` }));
        const raw = named.map(writeRaw);
        const head = Buffer.from(
          JSON.stringify({
            id: "7",
            inputs: named.map(({ name, datatype, shape }, index) => ({
              name,
              datatype,
              shape,
              parameters: { binary_data_size: raw[index]?.length },
            })),
            parameters: { binary_data_output: true },
          }),
        );
        const read = readInfer(Buffer.concat([head, ...raw]), String(head.length));
        expect(read).toMatchObject({ id: "7", isBinary: true, tensors: named });
        const answer = writeInfer({ model: "m", version: "1", id: "7" }, named, read);
        const length = answer.headerLength ?? 0;
        const back = Buffer.from(answer.body);
        const { outputs } = JSON.parse(back.subarray(0, length).toString());
        const again = { inputs: outputs };
        const header = Buffer.from(JSON.stringify(again));
        const whole = Buffer.concat([header, back.subarray(length)]);
        expect(readInfer(whole, String(header.length)).tensors).toEqual(named);
      }),
    );
  });

  test("whose lengths do not add up are refused", () => {
    const head = (size: number) =>
      Buffer.from(
        `{"inputs":[{"name":"x","datatype":"FP32","shape":[1],"parameters":{"binary_data_size":${size}}}]}`,
      );
    for (const [size, bytes] of [
      [4, 3],
      [4, 8],
      [3, 3],
      [-1, 4],
    ] as const)
      expect(() =>
        readInfer(Buffer.concat([head(size), Buffer.alloc(bytes)]), String(head(size).length)),
      ).toThrow(AppError);
    expect(() => readInfer(Buffer.from("{}"), "99")).toThrow("Inference-Header-Content-Length");
    expect(() => readInfer(Buffer.from("{}"), "0")).toThrow("without JSON");
  });
});

describe("floats of 16 bits", () => {
  test.each([
    [0x3c00, 1],
    [0xc000, -2],
    [0x7bff, 65_504],
    [0x0001, 2 ** -24],
    [0x0400, 2 ** -14],
    [0x7c00, Number.POSITIVE_INFINITY],
    [0x3555, 0.333251953125],
  ])("%d is %d", (bits, value) => {
    expect(fromHalf(bits)).toBe(value);
    expect(toHalf(value)).toBe(bits);
  });

  test("every one of them is its own nearest", () => {
    for (let bits = 0; bits < 0x10000; bits += 1) {
      const value = fromHalf(bits);
      if (!Number.isNaN(value) && value !== 0) expect(toHalf(value)).toBe(bits);
      const brain = fromBfloat(bits);
      if (!Number.isNaN(brain) && brain !== 0) expect(toBfloat(brain)).toBe(bits);
    }
  });
});

describe("whatever bytes are sent", () => {
  test("every reader reads them or refuses them", () => {
    const bodies = fc.oneof(
      fc.uint8Array({ maxLength: 200 }).map((bytes) => Buffer.from(bytes)),
      fc.json().map((text) => Buffer.from(text)),
      fc
        .record(
          {
            inputs: fc.jsonValue(),
            instances: fc.jsonValue(),
            dataframe_split: fc.oneof(
              fc.jsonValue(),
              fc.record({ columns: fc.jsonValue(), data: fc.array(fc.jsonValue()) }),
            ),
            dataframe_records: fc.jsonValue(),
            params: fc.jsonValue(),
          },
          { requiredKeys: [] },
        )
        .map((value) => Buffer.from(JSON.stringify(value))),
      fc
        .record({
          inputs: fc.array(
            fc.record(
              {
                name: fc.oneof(fc.string(), fc.jsonValue()),
                datatype: fc.constantFrom("FP32", "INT64", "BYTES", "BOOL", "FP16", "nothing"),
                shape: fc.oneof(fc.array(fc.nat(4)), fc.jsonValue()),
                data: fc.array(fc.jsonValue()),
                parameters: fc.record({ binary_data_size: fc.jsonValue() }, { requiredKeys: [] }),
              },
              { requiredKeys: [] },
            ),
          ),
          outputs: fc.jsonValue(),
        })
        .map((value) => Buffer.from(JSON.stringify(value))),
    );
    const none = { inputs: null, outputs: null };
    fc.assert(
      fc.property(bodies, (body) => {
        expectSense(() => readInfer(body, undefined));
        expectSense(() => readInvocation(body).input(none));
        expectSense(() => readPredict(body).input(none));
        expectSense(() => readCsv(body).input(none));
      }),
      { numRuns: 2_000 },
    );
  });

  test("nesting without end is refused", () => {
    const deep = Buffer.from(`{"inputs":${"[".repeat(100_000)}`);
    expect(() => readInvocation(deep)).toThrow("nested more than");
  });

  test("CSV keeps texts that look like numbers as the signature has them", () => {
    const { input } = readCsv(Buffer.from("zip,n\n007,7\n"));
    const columns = ["zip", "n"].map((name) => ({
      name,
      type: name === "zip" ? "string" : "long",
      isRequired: true,
    }));
    expect(input({ inputs: { kind: "columns", columns }, outputs: null })).toMatchObject({
      rows: [["007", 7]],
    });
  });
});
