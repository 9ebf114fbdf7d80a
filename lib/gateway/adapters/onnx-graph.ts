import "server-only";

/** A field of a protobuf message: its number and, for what has a length, its bytes. */
interface Field {
  number: number;
  wire: number;
  /** The whole field, as it stands in the message. */
  raw: Buffer;
  body: Buffer;
}

const [GRAPH, NODE, GRAPH_OUTPUT] = [7, 1, 12];
const [NODE_INPUT, NODE_OUTPUT, NODE_NAME, OP_TYPE, NODE_ATTRIBUTE, DOMAIN] = [1, 2, 3, 4, 5, 7];
const [ATTRIBUTE_NAME, ATTRIBUTE_INTS, ATTRIBUTE_STRINGS] = [1, 8, 9];
const LENGTH_DELIMITED = 2;
const FLOAT = 1;

const broken = () => new Error("The file is no ONNX model: it cannot be read.");

function readVarint(bytes: Buffer, at: number): [value: number, next: number] {
  let value = 0;
  for (let index = 0; index < 10; index += 1) {
    const byte = bytes[at + index];
    if (byte === undefined) throw broken();
    value += (byte & 0x7f) * 2 ** (7 * index);
    if (byte < 0x80) return [value, at + index + 1];
  }
  throw broken();
}

function endOf(bytes: Buffer, wire: number, at: number): number {
  if (wire === 0) return readVarint(bytes, at)[1];
  if (wire === 1) return at + 8;
  if (wire === 5) return at + 4;
  throw broken();
}

function* fieldsOf(bytes: Buffer): Generator<Field> {
  let at = 0;
  while (at < bytes.length) {
    const start = at;
    const [tag, afterTag] = readVarint(bytes, at);
    const wire = tag % 8;
    let body: Buffer = Buffer.alloc(0);
    if (wire === LENGTH_DELIMITED) {
      const [length, from] = readVarint(bytes, afterTag);
      at = from + length;
      body = bytes.subarray(from, at);
    } else at = endOf(bytes, wire, afterTag);
    if (at > bytes.length) throw broken();
    yield { number: Math.floor(tag / 8), wire, raw: bytes.subarray(start, at), body };
  }
}

function varint(value: number): Buffer {
  const bytes: number[] = [];
  let rest = value;
  while (rest >= 0x80) {
    bytes.push((rest % 0x80) + 0x80);
    rest = Math.floor(rest / 0x80);
  }
  return Buffer.from([...bytes, rest]);
}

const field = (number: number, body: Buffer): Buffer =>
  Buffer.concat([varint(number * 8 + LENGTH_DELIMITED), varint(body.length), body]);
const text = (number: number, value: string): Buffer => field(number, Buffer.from(value));
const integer = (number: number, value: number): Buffer =>
  Buffer.concat([varint(number * 8), varint(value)]);

const textOf = (fields: readonly Field[], number: number): string =>
  fields.find((one) => one.number === number)?.body.toString("utf8") ?? "";

/** How many classes a ZipMap has names for. */
function classesOf(node: readonly Field[]): number {
  for (const { number, body } of node) {
    if (number !== NODE_ATTRIBUTE) continue;
    const attribute = [...fieldsOf(body)];
    const name = textOf(attribute, ATTRIBUTE_NAME);
    if (name === "classlabels_strings")
      return attribute.filter((one) => one.number === ATTRIBUTE_STRINGS).length;
    if (name !== "classlabels_int64s") continue;
    // Packed or one by one: each writer has its way.
    return attribute
      .filter((one) => one.number === ATTRIBUTE_INTS)
      .reduce((sum, one) => sum + (one.wire === LENGTH_DELIMITED ? countVarints(one.body) : 1), 0);
  }
  return 0;
}

const countVarints = (bytes: Buffer): number => bytes.filter((byte) => byte < 0x80).length;

/** A tensor of floats, a row of so many classes for each row. */
function valueInfo(name: string, classes: number): Buffer {
  const anyLength = field(1, text(2, "N"));
  const width = field(1, classes > 0 ? integer(1, classes) : text(2, "classes"));
  const shape = field(2, Buffer.concat([anyLength, width]));
  const type = field(2, field(1, Buffer.concat([integer(1, FLOAT), shape])));
  return field(GRAPH_OUTPUT, Buffer.concat([text(1, name), type]));
}

/** Nodes without their ZipMaps, and what those would have answered. */
function straighten(graph: Buffer): { nodes: Buffer; zipped: Map<string, number> } {
  const zipped = new Map<string, number>();
  const parts: Buffer[] = [];
  for (const one of fieldsOf(graph)) {
    const node = one.number === NODE ? [...fieldsOf(one.body)] : [];
    if (textOf(node, OP_TYPE) !== "ZipMap" || textOf(node, DOMAIN) !== "ai.onnx.ml") {
      parts.push(one.raw);
      continue;
    }
    const output = textOf(node, NODE_OUTPUT);
    zipped.set(output, classesOf(node));
    const identity = [
      text(NODE_INPUT, textOf(node, NODE_INPUT)),
      text(NODE_OUTPUT, output),
      text(NODE_NAME, textOf(node, NODE_NAME)),
      text(OP_TYPE, "Identity"),
    ];
    parts.push(field(NODE, Buffer.concat(identity)));
  }
  return { nodes: Buffer.concat(parts), zipped };
}

function withoutZipMaps(graph: Buffer): Buffer {
  const { nodes, zipped } = straighten(graph);
  const parts = [...fieldsOf(nodes)].map((one) => {
    if (one.number !== GRAPH_OUTPUT) return one.raw;
    const name = textOf([...fieldsOf(one.body)], 1);
    const classes = zipped.get(name);
    return classes === undefined ? one.raw : valueInfo(name, classes);
  });
  return Buffer.concat(parts);
}

/**
 * A model whose probabilities are tensors. Exports of scikit-learn classifiers end with a ZipMap, which makes a list of
 * dictionaries of them; no binding for Node reads those. The same values come out, only without the wrapping. Answers
 * null for a model that has none.
 */
export function unzipProbabilities(model: Buffer): Buffer | null {
  if (!model.includes("ZipMap")) return null;
  const parts = [...fieldsOf(model)].map((one) =>
    one.number === GRAPH ? field(GRAPH, withoutZipMaps(one.body)) : one.raw,
  );
  return Buffer.concat(parts);
}
