/** Models of learn.mjs as ONNX files: just enough of the format (IR 8, opset 17 with ai.onnx.ml 3), written by hand. */

const FLOAT_TENSOR = 1;
const INT64_TENSOR = 7;
const encoder = new TextEncoder();

function join(parts) {
  const whole = new Uint8Array(parts.reduce((size, part) => size + part.length, 0));
  let at = 0;
  for (const part of parts) {
    whole.set(part, at);
    at += part.length;
  }
  return whole;
}

/** A whole number of protocol buffers; ours are never negative. */
function varint(value) {
  const bytes = [];
  let rest = value;
  for (; rest > 127; rest = Math.floor(rest / 128)) bytes.push((rest % 128) + 128);
  bytes.push(rest);
  return Uint8Array.from(bytes);
}

const integer = (field, value) => join([varint(field * 8), varint(value)]);
const block = (field, bytes) => join([varint(field * 8 + 2), varint(bytes.length), bytes]);
const text = (field, value) => block(field, encoder.encode(value));

function floatBytes(values) {
  const view = new DataView(new ArrayBuffer(values.length * 4));
  values.forEach((value, index) => {
    view.setFloat32(index * 4, value, true);
  });
  return new Uint8Array(view.buffer);
}

const attribute = (name, type, value) => block(5, join([text(1, name), value, integer(20, type)]));
const ATTRIBUTES = {
  text: (name, value) => attribute(name, 3, text(4, value)),
  floats: (name, values) => attribute(name, 6, block(7, floatBytes(values))),
  integers: (name, values) => attribute(name, 7, block(8, join(values.map(varint)))),
  texts: (name, values) => attribute(name, 8, join(values.map((value) => text(9, value)))),
};

function valueInfo(field, name, elementType, width) {
  const rows = block(1, text(2, "batch"));
  const columns = width === null ? [] : [block(1, integer(1, width))];
  const shape = block(2, join([rows, ...columns]));
  const type = block(1, join([integer(1, elementType), shape]));
  return block(field, join([text(1, name), block(2, type)]));
}

/** Class 0 gets the opposite of class 1's score, so that their logistic values add up to one. */
function linearNode({ weights, bias }) {
  const { floats, integers, text: word } = ATTRIBUTES;
  return {
    operator: "LinearClassifier",
    attributes: [
      floats("coefficients", [...weights.map((weight) => -weight), ...weights]),
      floats("intercepts", [-bias, bias]),
      integers("classlabels_ints", [0, 1]),
      word("post_transform", "LOGISTIC"),
    ],
  };
}

/** One score for two classes, as exporters of boosted trees write it: the runtime adds the opposite of its logistic. */
function treeNode({ base, trees }) {
  const { floats, integers, texts, text: word } = ATTRIBUTES;
  const nodes = trees.flatMap((tree, treeId) => tree.map((node, id) => ({ ...node, treeId, id })));
  const leaves = nodes.filter(({ value }) => value !== undefined);
  const of = (list, name) => list.map((node) => node[name] ?? 0);
  return {
    operator: "TreeEnsembleClassifier",
    attributes: [
      integers("nodes_treeids", of(nodes, "treeId")),
      integers("nodes_nodeids", of(nodes, "id")),
      integers("nodes_featureids", of(nodes, "feature")),
      floats("nodes_values", of(nodes, "threshold")),
      texts(
        "nodes_modes",
        nodes.map(({ value }) => (value === undefined ? "BRANCH_LEQ" : "LEAF")),
      ),
      integers("nodes_truenodeids", of(nodes, "yes")),
      integers("nodes_falsenodeids", of(nodes, "no")),
      integers("class_treeids", of(leaves, "treeId")),
      integers("class_nodeids", of(leaves, "id")),
      integers(
        "class_ids",
        leaves.map(() => 0),
      ),
      floats("class_weights", of(leaves, "value")),
      integers("classlabels_int64s", [0, 1]),
      floats("base_values", [base]),
      word("post_transform", "LOGISTIC"),
    ],
  };
}

/** `features` (float32, batch × columns) in; `label` (int64) and `probabilities` (float32, batch × 2) out. */
export function toOnnx(model, { name, columns }) {
  const { operator, attributes } = model.kind === "trees" ? treeNode(model) : linearNode(model);
  const node = join([
    text(1, "features"),
    text(2, "label"),
    text(2, "probabilities"),
    text(3, "classifier"),
    text(4, operator),
    ...attributes,
    text(7, "ai.onnx.ml"),
  ]);
  const graph = join([
    block(1, node),
    text(2, name),
    valueInfo(11, "features", FLOAT_TENSOR, columns),
    valueInfo(12, "label", INT64_TENSOR, null),
    valueInfo(12, "probabilities", FLOAT_TENSOR, 2),
  ]);
  return join([
    integer(1, 8),
    text(2, "slipway example"),
    block(7, graph),
    block(8, join([text(1, ""), integer(2, 17)])),
    block(8, join([text(1, "ai.onnx.ml"), integer(2, 3)])),
  ]);
}
