import protobuf from "protobufjs";
import type { Network } from "./network";

/** The part of ONNX's schema (onnx.proto3, IR version 8) that a fully connected network needs. */
const SCHEMA = `
syntax = "proto3";
message OperatorSetId { string domain = 1; int64 version = 2; }
message Dimension { oneof value { int64 dim_value = 1; string dim_param = 2; } }
message Shape { repeated Dimension dim = 1; }
message TensorType { int32 elem_type = 1; Shape shape = 2; }
message Type { TensorType tensor_type = 1; }
message ValueInfo { string name = 1; Type type = 2; }
message Tensor { repeated int64 dims = 1; int32 data_type = 2; string name = 8; bytes raw_data = 9; }
message Attribute { string name = 1; int64 i = 3; int32 type = 20; }
message Node {
  repeated string input = 1; repeated string output = 2; string name = 3; string op_type = 4;
  repeated Attribute attribute = 5;
}
message Graph {
  repeated Node node = 1; string name = 2; repeated Tensor initializer = 5;
  repeated ValueInfo input = 11; repeated ValueInfo output = 12;
}
message Model {
  int64 ir_version = 1; string producer_name = 2; Graph graph = 7; repeated OperatorSetId opset_import = 8;
}`;

const FLOAT = 1;
const INTEGER_ATTRIBUTE = 2;

const valueInfo = (name: string, width: number) => ({
  name,
  type: {
    tensorType: {
      elemType: FLOAT,
      shape: { dim: [{ dimParam: "batch" }, { dimValue: width }] },
    },
  },
});

const tensor = (name: string, dims: number[], values: Float32Array) => ({
  name,
  dims,
  dataType: FLOAT,
  rawData: new Uint8Array(values.buffer, values.byteOffset, values.byteLength),
});

/** The network as an ONNX model: `features` (float32, batch × inputs) in, `probabilities` (batch × classes) out. */
export function toOnnx(network: Network, name: string): Uint8Array<ArrayBuffer> {
  const last = network.layers.length - 1;
  const nodes = network.layers.flatMap((_layer, index) => {
    const input = index === 0 ? "features" : `hidden_${index}`;
    const sums = `sums_${index}`;
    return [
      {
        opType: "Gemm",
        name: `dense_${index}`,
        input: [input, `weights_${index}`, `biases_${index}`],
        output: [sums],
        attribute: [{ name: "transB", i: 1, type: INTEGER_ATTRIBUTE }],
      },
      index === last
        ? { opType: "Softmax", name: "softmax", input: [sums], output: ["probabilities"] }
        : { opType: "Relu", name: `relu_${index}`, input: [sums], output: [`hidden_${index + 1}`] },
    ];
  });
  const initializer = network.layers.flatMap(({ inputs, outputs, weights, biases }, index) => [
    tensor(`weights_${index}`, [outputs, inputs], weights),
    tensor(`biases_${index}`, [outputs], biases),
  ]);
  const Model = protobuf.parse(SCHEMA).root.lookupType("Model");
  const encoded = Model.encode(
    Model.fromObject({
      irVersion: 8,
      producerName: "slipway example",
      opsetImport: [{ domain: "", version: 17 }],
      graph: {
        name,
        node: nodes,
        initializer,
        input: [valueInfo("features", network.layers[0]?.inputs ?? 1)],
        output: [valueInfo("probabilities", network.layers[last]?.outputs ?? 1)],
      },
    }),
  ).finish();
  return new Uint8Array(encoded);
}
