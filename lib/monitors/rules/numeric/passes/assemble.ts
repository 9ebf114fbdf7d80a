/** Writes WebAssembly modules: the numbers below are those of its specification, version 2. */
export type Code = readonly number[];

const WORD = 0x7f;
const DOUBLE = 0x7c;
const PAIR = 0x7b;
const TYPES = { word: WORD, double: DOUBLE, pair: PAIR };
type Type = keyof typeof TYPES;

export interface Pass {
  name: string;
  takes: readonly Type[];
  gives: readonly Type[];
  /** Variables beside those taken; numbered after them. */
  variables: readonly Type[];
  code: readonly Code[];
}

function unsigned(value: number): number[] {
  const bytes: number[] = [];
  let rest = value;
  for (; rest >= 0x80; rest >>>= 7) bytes.push((rest & 0x7f) | 0x80);
  return [...bytes, rest];
}

function signed(value: number): number[] {
  const bytes: number[] = [];
  let rest = value;
  for (; rest < -0x40 || rest >= 0x40; rest >>= 7) bytes.push((rest & 0x7f) | 0x80);
  return [...bytes, rest & 0x7f];
}

const bytesOf = (values: readonly number[]): number[] => [
  ...new Uint8Array(Float64Array.from(values).buffer),
];

/** Instructions, by what they do. Words are 32-bit whole numbers; a pair is two doubles side by side. */
const onPairs = (code: number, ...more: number[]): Code => [0xfd, ...unsigned(code), ...more];
const inMemory = (code: Code, offset: number): Code => [...code, 0, ...unsigned(offset)];

export const get = (variable: number): Code => [0x20, ...unsigned(variable)];
export const set = (variable: number): Code => [0x21, ...unsigned(variable)];
/** Sets a variable, and leaves its value where it was. */
export const tee = (variable: number): Code => [0x22, ...unsigned(variable)];

export const word = (value: number): Code => [0x41, ...signed(value)];
export const addWords: Code = [0x6a];
export const shiftLeft: Code = [0x74];
export const isLess: Code = [0x49];
export const loadByte = (offset: number): Code => inMemory([0x2d], offset);
export const storeDouble = (offset: number): Code => inMemory([0x39], offset);

export const loadPair = (offset: number): Code => inMemory(onPairs(0), offset);
export const storePair = (offset: number): Code => inMemory(onPairs(11), offset);
export const pair = (first: number, second: number): Code =>
  onPairs(12, ...bytesOf([first, second]));
export const twice: Code = onPairs(20);
export const addPairs: Code = onPairs(240);
export const subtractPairs: Code = onPairs(241);
export const multiplyPairs: Code = onPairs(242);
export const lesserOfPairs: Code = onPairs(246);
export const greaterOfPairs: Code = onPairs(247);
/** Whole parts of both, as words; of NaN 0. */
export const truncatePair: Code = onPairs(252);
export const wordOf = (lane: 0 | 1): Code => onPairs(27, lane);
export const doubleOf = (lane: 0 | 1): Code => onPairs(33, lane);
/** From two pairs, the first double of the first and one of the second. */
export const firstWith = (lane: 0 | 1): Code =>
  onPairs(13, ...Array.from({ length: 16 }, (_, at) => (at < 8 ? at : at + 8 + 8 * lane)));

/** Repeats its code as long as that leaves a word that is not 0. */
export const repeat = (...code: readonly Code[]): Code => [
  0x03,
  0x40,
  ...code.flat(),
  0x0d,
  0,
  0x0b,
];

const list = (items: readonly (readonly number[])[]): number[] => [
  ...unsigned(items.length),
  ...items.flat(),
];
const sized = (bytes: readonly number[]): number[] => [...unsigned(bytes.length), ...bytes];
const section = (id: number, items: readonly (readonly number[])[]): number[] => [
  id,
  ...sized(list(items)),
];
const typesOf = (types: readonly Type[]) => list(types.map((type) => [TYPES[type]]));
const nameOf = (name: string) => sized([...new TextEncoder().encode(name)]);

/** A module with these passes over a memory of its own, both exported. */
export function assemble(passes: readonly Pass[], pages: number): WebAssembly.Module {
  const types = passes.map(({ takes, gives }) => [0x60, ...typesOf(takes), ...typesOf(gives)]);
  const bodies = passes.map(({ variables, code }) =>
    sized([...list(variables.map((type) => [1, TYPES[type]])), ...code.flat(), 0x0b]),
  );
  const names = passes.map(({ name }, at) => [...nameOf(name), 0, ...unsigned(at)]);
  return new WebAssembly.Module(
    Uint8Array.from([
      ...[0x00, 0x61, 0x73, 0x6d, 1, 0, 0, 0],
      ...section(1, types),
      ...section(
        3,
        passes.map((_, at) => unsigned(at)),
      ),
      ...section(5, [[0, ...unsigned(pages)]]),
      ...section(7, [[...nameOf("memory"), 2, 0], ...names]),
      ...section(10, bodies),
    ]),
  );
}
