import type { Readable } from "node:stream";

/** A file of an archive; its size is known before it is read. */
export interface TarFile {
  path: string;
  size: number;
  open: () => Promise<Readable>;
}

const BLOCK = 512;
/** What the fields of a plain header hold; beyond it the header before says it. */
const MAX_NAME = 100;
const MAX_SIZE = 8 ** 11 - 1;
const REGULAR = "0";
const EXTENDED = "x";

const padded = (size: number) => Math.ceil(size / BLOCK) * BLOCK;
const octal = (value: number, digits: number) => `${value.toString(8).padStart(digits, "0")}\0`;
const isPlain = (path: string) => /^[\x20-\x7e]*$/.test(path) && path.length <= MAX_NAME;

interface Entry {
  name: string;
  size: number;
  kind: typeof REGULAR | typeof EXTENDED;
  modifiedAt: number;
}

function headerOf({ name, size, kind, modifiedAt }: Entry): Buffer {
  const block = Buffer.alloc(BLOCK);
  block.write(name, 0, MAX_NAME, "latin1");
  block.write(octal(0o644, 7), 100, "latin1");
  block.write(octal(0, 7), 108, "latin1");
  block.write(octal(0, 7), 116, "latin1");
  block.write(octal(Math.min(size, MAX_SIZE), 11), 124, "latin1");
  block.write(octal(Math.floor(modifiedAt / 1000), 11), 136, "latin1");
  block.write(" ".repeat(8), 148, "latin1");
  block.write(kind, 156, "latin1");
  block.write("ustar\x0000", 257, "latin1");
  const sum = block.reduce((total, byte) => total + byte, 0);
  block.write(`${octal(sum, 6)} `, 148, "latin1");
  return block;
}

/** "23 path=…\n", whose number counts the whole line, itself included. */
function record(key: string, value: string): string {
  const rest = ` ${key}=${value}\n`;
  const length = Buffer.byteLength(rest);
  let total = length + String(length).length;
  total = length + String(total).length;
  return `${total}${rest}`;
}

/** The headers of a file: a plain one, and before it whatever that has no room for. */
function headersOf({ path, size }: TarFile, modifiedAt: number): Buffer {
  const records = [
    ...(isPlain(path) ? [] : [record("path", path)]),
    ...(size > MAX_SIZE ? [record("size", String(size))] : []),
  ].join("");
  const name = isPlain(path) ? path : path.replace(/[^\x20-\x7e]/g, "_").slice(-MAX_NAME);
  const plain = headerOf({ name, size, kind: REGULAR, modifiedAt });
  if (records === "") return plain;
  const body = Buffer.alloc(padded(Buffer.byteLength(records)));
  body.write(records, "utf8");
  const extended = {
    name: "pax",
    size: Buffer.byteLength(records),
    kind: EXTENDED,
    modifiedAt,
  } as const;
  return Buffer.concat([headerOf(extended), body, plain]);
}

/** Two empty blocks end an archive. */
const END = Buffer.alloc(2 * BLOCK);

/** Bytes of the archive of some files, known before one of them is read. */
export function tarSize(files: readonly TarFile[]): number {
  const sizes = files.map((file) => headersOf(file, 0).length + padded(file.size));
  return sizes.reduce((total, size) => total + size, END.length);
}

/** An archive of files, one after the other as they are read; it fails where a file is not as long as it was said to be. */
export async function* tarOf(
  files: readonly TarFile[],
  modifiedAt: number,
): AsyncGenerator<Buffer> {
  for (const file of files) {
    yield headersOf(file, modifiedAt);
    let rest = file.size;
    for await (const chunk of await file.open()) {
      // A store's streams give bytes.
      const bytes = chunk as Buffer;
      rest -= bytes.length;
      if (rest < 0) break;
      yield bytes;
    }
    if (rest !== 0) throw new Error(`${file.path} changed while it was read.`);
    yield Buffer.alloc(padded(file.size) - file.size);
  }
  yield END;
}
