import protobuf from "protobufjs";

/** As much of ONNX's schema as small models need. */
const SCHEMA = `
syntax = "proto3";
message OperatorSetId { string domain = 1; int64 version = 2; }
message Dimension { oneof value { int64 dim_value = 1; string dim_param = 2; } }
message Shape { repeated Dimension dim = 1; }
message TensorType { int32 elem_type = 1; Shape shape = 2; }
message SequenceType { Type elem_type = 1; }
message MapType { int32 key_type = 1; Type value_type = 2; }
message Type { TensorType tensor_type = 1; SequenceType sequence_type = 4; MapType map_type = 5; }
message ValueInfo { string name = 1; Type type = 2; }
message Tensor { repeated int64 dims = 1; int32 data_type = 2; string name = 8; bytes raw_data = 9; }
message Attribute {
  string name = 1; float f = 2; int64 i = 3; bytes s = 4; Graph g = 6; repeated float floats = 7; repeated int64 ints = 8;
  repeated bytes strings = 9; int32 type = 20;
}
message Node {
  repeated string input = 1; repeated string output = 2; string name = 3; string op_type = 4;
  repeated Attribute attribute = 5; string domain = 7;
}
message Graph {
  repeated Node node = 1; string name = 2; repeated Tensor initializer = 5;
  repeated ValueInfo input = 11; repeated ValueInfo output = 12;
}
message Model {
  int64 ir_version = 1; string producer_name = 2; Graph graph = 7; repeated OperatorSetId opset_import = 8;
}`;

export const ELEMENT = { FLOAT: 1, INT64: 7, STRING: 8, BOOL: 9, FLOAT16: 10 } as const;
const ATTRIBUTE = { FLOAT: 1, INT: 2, GRAPH: 5, FLOATS: 6, INTS: 7, STRINGS: 8 } as const;

type Dimension = number | string;
const dimensionOf = (length: Dimension) =>
  typeof length === "number" ? { dimValue: length } : { dimParam: length };

const tensorInfo = (name: string, elemType: number, shape: readonly Dimension[]) => ({
  name,
  type: { tensorType: { elemType, shape: { dim: shape.map(dimensionOf) } } },
});

const floats = (name: string, dims: number[], values: readonly number[]) => ({
  name,
  dims,
  dataType: ELEMENT.FLOAT,
  rawData: new Uint8Array(Float32Array.from(values).buffer),
});

const longs = (name: string, dims: number[], values: readonly bigint[]) => ({
  name,
  dims,
  dataType: ELEMENT.INT64,
  rawData: new Uint8Array(BigInt64Array.from(values).buffer),
});

interface Graph {
  node: object[];
  initializer?: object[];
  input: object[];
  output: object[];
}

function encode(graph: Graph): Buffer {
  const Model = protobuf.parse(SCHEMA).root.lookupType("Model");
  const message = Model.fromObject({
    irVersion: 8,
    producerName: "slipway tests",
    opsetImport: [
      { domain: "", version: 17 },
      { domain: "ai.onnx.ml", version: 3 },
    ],
    graph: { name: "g", ...graph },
  });
  return Buffer.from(Model.encode(message).finish());
}

/** One score for each row: the sum of its values times weights, plus a bias. */
export const linearModel = (weights: readonly number[], bias: number): Buffer =>
  encode({
    node: [{ opType: "Gemm", input: ["x", "w", "b"], output: ["score"] }],
    initializer: [floats("w", [weights.length, 1], weights), floats("b", [1], [bias])],
    input: [tensorInfo("x", ELEMENT.FLOAT, ["batch", weights.length])],
    output: [tensorInfo("score", ELEMENT.FLOAT, ["batch", 1])],
  });

/** The same as exporters of scikit-learn write pipelines: an input for each column. */
export const columnModel = (weights: Readonly<Record<string, number>>): Buffer => {
  const names = Object.keys(weights);
  return encode({
    node: [
      {
        opType: "Concat",
        input: names,
        output: ["x"],
        attribute: [{ name: "axis", i: 1, type: ATTRIBUTE.INT }],
      },
      { opType: "MatMul", input: ["x", "w"], output: ["score"] },
    ],
    initializer: [floats("w", [names.length, 1], Object.values(weights))],
    input: names.map((name) => tensorInfo(name, ELEMENT.FLOAT, ["batch", 1])),
    output: [tensorInfo("score", ELEMENT.FLOAT, ["batch", 1])],
  });
};

/** A classifier that ends as exporters of scikit-learn end theirs: labels, and dictionaries of probabilities. */
export const zipMapModel = (weights: readonly number[], labels: readonly string[]): Buffer => {
  const bytes = labels.map((label) => new TextEncoder().encode(label));
  const probability = {
    sequenceType: {
      elemType: {
        mapType: {
          keyType: ELEMENT.STRING,
          valueType: { tensorType: { elemType: ELEMENT.FLOAT } },
        },
      },
    },
  };
  return encode({
    node: [
      {
        opType: "LinearClassifier",
        domain: "ai.onnx.ml",
        input: ["x"],
        output: ["label", "scores"],
        attribute: [
          {
            name: "coefficients",
            floats: [...weights.map((weight) => -weight), ...weights],
            type: ATTRIBUTE.FLOATS,
          },
          { name: "intercepts", floats: [0, 0], type: ATTRIBUTE.FLOATS },
          { name: "classlabels_strings", strings: bytes, type: ATTRIBUTE.STRINGS },
          { name: "post_transform", s: new TextEncoder().encode("LOGISTIC"), type: 3 },
        ],
      },
      {
        opType: "ZipMap",
        domain: "ai.onnx.ml",
        input: ["scores"],
        output: ["probabilities"],
        attribute: [{ name: "classlabels_strings", strings: bytes, type: ATTRIBUTE.STRINGS }],
      },
    ],
    input: [tensorInfo("x", ELEMENT.FLOAT, ["batch", weights.length])],
    output: [
      tensorInfo("label", ELEMENT.STRING, ["batch"]),
      { name: "probabilities", type: probability },
    ],
  });
};

/** It answers one row, whatever it is asked. */
export const summingModel = (width: number): Buffer =>
  encode({
    node: [{ opType: "ReduceSum", input: ["x"], output: ["sum"] }],
    input: [tensorInfo("x", ELEMENT.FLOAT, ["batch", width])],
    output: [tensorInfo("sum", ELEMENT.FLOAT, [1, 1])],
  });

/** It goes round as often as its input says. */
export const loopingModel = (): Buffer =>
  encode({
    node: [
      {
        opType: "ReduceMax",
        input: ["rounds"],
        output: ["most"],
        attribute: [{ name: "keepdims", i: 0, type: ATTRIBUTE.INT }],
      },
      {
        opType: "Loop",
        input: ["most", "", "start"],
        output: ["end"],
        attribute: [
          {
            name: "body",
            type: ATTRIBUTE.GRAPH,
            g: {
              name: "body",
              node: [
                { opType: "Identity", input: ["go"], output: ["goes"] },
                { opType: "Add", input: ["value", "one"], output: ["next"] },
              ],
              initializer: [floats("one", [1], [1])],
              input: [
                tensorInfo("round", ELEMENT.INT64, []),
                tensorInfo("go", ELEMENT.BOOL, []),
                tensorInfo("value", ELEMENT.FLOAT, [1]),
              ],
              output: [
                tensorInfo("goes", ELEMENT.BOOL, []),
                tensorInfo("next", ELEMENT.FLOAT, [1]),
              ],
            },
          },
        ],
      },
    ],
    initializer: [floats("start", [1], [0])],
    input: [tensorInfo("rounds", ELEMENT.INT64, ["batch", 1])],
    output: [tensorInfo("end", ELEMENT.FLOAT, [1])],
  });

/** Halves in, halves out. */
export const halfModel = (): Buffer =>
  encode({
    node: [{ opType: "Add", input: ["x", "x"], output: ["twice"] }],
    input: [tensorInfo("x", ELEMENT.FLOAT16, ["batch", 2])],
    output: [tensorInfo("twice", ELEMENT.FLOAT16, ["batch", 2])],
  });

/** Whole numbers and texts, passed on as they are; a batch of two and no other. */
export const fixedModel = (): Buffer =>
  encode({
    node: [
      { opType: "Add", input: ["n", "one"], output: ["next"] },
      { opType: "Identity", input: ["text"], output: ["same"] },
    ],
    initializer: [longs("one", [1], [1n])],
    input: [tensorInfo("n", ELEMENT.INT64, [2]), tensorInfo("text", ELEMENT.STRING, [2])],
    output: [tensorInfo("next", ELEMENT.INT64, [2]), tensorInfo("same", ELEMENT.STRING, [2])],
  });
