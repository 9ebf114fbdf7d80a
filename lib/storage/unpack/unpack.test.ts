import { execFileSync } from "node:child_process";
import {
  lstat,
  mkdir,
  mkdtemp,
  readdir,
  readFile,
  readlink,
  rm,
  writeFile,
} from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { buffer } from "node:stream/consumers";
import { gzipSync } from "node:zlib";
import { type Header, pack } from "tar-stream";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { ZipFile } from "yazl";
import { checkArchive, unpackArchive } from "./unpack";

const BOUNDS = { entries: 50, bytes: 1_000_000 };
let folder: string;
let count = 0;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "slipway-unpack-"));
});
afterAll(() => rm(folder, { recursive: true, force: true }));

function place(): string {
  count += 1;
  return join(folder, String(count));
}

async function tar(
  ...entries: (Partial<Header> & { name: string; text?: string })[]
): Promise<string> {
  const archive = pack();
  for (const { text = "", ...header } of entries)
    archive.entry(header, header.type && header.type !== "file" ? "" : text);
  archive.finalize();
  const path = place();
  await writeFile(path, gzipSync(await buffer(archive)));
  return path;
}

async function zip(fill: (archive: ZipFile) => void, change = (bytes: Buffer) => bytes) {
  const archive = new ZipFile();
  fill(archive);
  archive.end();
  const path = place();
  await writeFile(path, change(await buffer(archive.outputStream)));
  return path;
}

async function unpacked(path: string): Promise<string> {
  const into = place();
  await mkdir(into);
  await unpackArchive(path, into, BOUNDS);
  return into;
}

/** Refused when it is looked at, and when it is unpacked all the same: then nothing is beside its folder. */
async function isRefused(path: string, message: string | RegExp): Promise<void> {
  await expect(checkArchive(path, BOUNDS)).rejects.toThrow(message);
  const outer = place();
  const into = join(outer, "a", "b");
  await mkdir(into, { recursive: true });
  await expect(unpackArchive(path, into, BOUNDS)).rejects.toThrow(message);
  expect(await readdir(outer)).toEqual(["a"]);
  expect(await readdir(join(outer, "a"))).toEqual(["b"]);
}

describe("an archive of ordinary files", () => {
  test("as tar makes it is unpacked as it was, with links and rights", async () => {
    const from = place();
    await mkdir(join(from, "src"), { recursive: true });
    await writeFile(join(from, "src", "train.py"), "print(1)\n");
    await writeFile(join(from, "run.sh"), "echo run", { mode: 0o755 });
    const path = place();
    execFileSync("sh", [
      "-c",
      `cd "${from}" && ln -s src/train.py link && ln run.sh same.sh && tar czf "${path}" .`,
    ]);
    const into = await unpacked(path);
    expect((await readdir(into)).sort()).toEqual(["link", "run.sh", "same.sh", "src"]);
    expect(await readFile(join(into, "link"), "utf8")).toBe("print(1)\n");
    expect(await readlink(join(into, "link"))).toBe("src/train.py");
    expect(await readFile(join(into, "same.sh"), "utf8")).toBe("echo run");
    expect((await lstat(join(into, "run.sh"))).mode & 0o111).toBe(0o111);
    expect(await checkArchive(path, BOUNDS)).toMatchObject({ format: "tar.gz", bytes: 17 });
  });
  test("as zip makes it is unpacked as it was", async () => {
    const path = await zip((archive) => {
      archive.addBuffer(Buffer.from("print(1)\n"), "src/träin.py", { mode: 0o100644 });
      archive.addBuffer(Buffer.from("echo run"), "run.sh", { mode: 0o100755 });
      archive.addEmptyDirectory("empty");
      archive.addBuffer(Buffer.from("src/träin.py"), "link", { mode: 0o120777 });
    });
    const into = await unpacked(path);
    expect(await readFile(join(into, "link"), "utf8")).toBe("print(1)\n");
    expect((await lstat(join(into, "run.sh"))).mode & 0o111).toBe(0o111);
    expect(await readdir(join(into, "empty"))).toEqual([]);
    expect(await checkArchive(path, BOUNDS)).toMatchObject({ format: "zip", files: 2 });
  });
});

describe("an archive that would get out of its folder is refused", () => {
  const file = { name: "a", text: "x" };
  test.each<[string, (Partial<Header> & { name: string; text?: string })[], string]>([
    ["by an absolute path", [{ name: "/tmp/evil", text: "x" }], "is absolute"],
    ["by steps up", [{ name: "a/../../evil", text: "x" }], "leads out"],
    ["by a link up", [file, { name: "l", type: "symlink", linkname: "../evil" }], "leads out"],
    ["by an absolute link", [file, { name: "l", type: "symlink", linkname: "/etc" }], "leads out"],
    [
      "by a link that goes down first",
      [file, { name: "d/l", type: "symlink", linkname: "x/../../../evil" }],
      "leads out",
    ],
    [
      "by links of links",
      [
        file,
        { name: "l", type: "symlink", linkname: "." },
        { name: "m", type: "symlink", linkname: "l/.." },
      ],
      "leads out",
    ],
    [
      "by what stands below a link",
      [
        { name: "l", type: "symlink", linkname: "d" },
        { name: "l/evil", text: "x" },
      ],
      "below what is no folder",
    ],
    [
      "by a file in the place of a link",
      [
        { name: "l", type: "symlink", linkname: "d" },
        { name: "l", text: "x" },
      ],
      "twice",
    ],
    [
      "by a second name of a file outside",
      [file, { name: "b", type: "link", linkname: "../evil" }],
      "leads out",
    ],
    [
      "by a second name of what is not in it",
      [file, { name: "b", type: "link", linkname: "c" }],
      "not in it",
    ],
    ["by a device", [file, { name: "n", type: "character-device", devmajor: 1 }], "neither"],
    ["by a pipe", [file, { name: "n", type: "fifo" }], "neither"],
    ["by a name that is too long", [{ name: `${"x".repeat(300)}`, text: "x" }], "too long"],
  ])("%s", async (_, entries, message) => isRefused(await tar(...entries), message));

  test("as a zip as well", async () => {
    const rename = (from: string, to: string) => (bytes: Buffer) =>
      Buffer.from(bytes.toString("latin1").replaceAll(from, to), "latin1");
    const up = await zip(
      (archive) => archive.addBuffer(Buffer.from("x"), "aa/evil"),
      rename("aa/evil", "../evil"),
    );
    await isRefused(up, /invalid relative path/);
    const absolute = await zip(
      (archive) => archive.addBuffer(Buffer.from("x"), "aa/evil"),
      rename("aa/evil", "/a/evil"),
    );
    await isRefused(absolute, /absolute path/);
    const link = await zip((archive) =>
      archive.addBuffer(Buffer.from("../evil"), "l", { mode: 0o120777 }),
    );
    await isRefused(link, "leads out");
  });
});

describe("an archive is bounded", () => {
  test("in files, and in what they unpack to", async () => {
    const many = Array.from({ length: 51 }, (_, index) => ({ name: `f${index}`, text: "x" }));
    await isRefused(await tar(...many), "at most 50 files and folders");
    const bomb = Buffer.alloc(1_000_001);
    await isRefused(await tar({ name: "bomb", text: bomb.toString("latin1") }), "at most 977 KiB");
    await isRefused(await zip((archive) => archive.addBuffer(bomb, "bomb")), "at most 977 KiB");
  });
  test("in how deeply it nests, and in folders that it does not list", async () => {
    const deep = (depth: number) => ({ name: `${"d/".repeat(depth - 1)}f`, text: "x" });
    const depths = { ...BOUNDS, entries: 100 };
    expect(await checkArchive(await tar(deep(64)), depths)).toMatchObject({ files: 1, entries: 1 });
    const deeper = await tar(deep(65));
    await expect(checkArchive(deeper, BOUNDS)).rejects.toThrow("is nested too deeply");
    expect(await readdir(await unpacked(deeper))).toEqual(["d"]);
    const spread = Array.from({ length: 6 }, (_, index) => ({
      name: `${index}/${"d/".repeat(8)}f`,
      text: "x",
    }));
    const full = await tar(...spread);
    await expect(checkArchive(full, BOUNDS)).rejects.toThrow("at most 50 files and folders");
    // What was kept before these bounds were there is unpacked as ever.
    expect(await readdir(await unpacked(full))).toHaveLength(6);
    expect(await checkArchive(await tar(...spread.slice(0, 5)), BOUNDS)).toMatchObject({
      files: 5,
    });
    const listed = Array.from({ length: 24 }, (_, index) => [
      { name: `${index}`, type: "directory" as const },
      { name: `${index}/f`, text: "x" },
    ]).flat();
    expect(await checkArchive(await tar(...listed), BOUNDS)).toMatchObject({ files: 24 });
  });
  test("also where a tar goes on with nothing in it, and where a zip hides what it unpacks to", async () => {
    const path = place();
    await writeFile(path, gzipSync(Buffer.alloc(64 * 1024 * 1024)));
    await expect(checkArchive(path, BOUNDS)).rejects.toThrow(/larger|at most|exceed/i);
    const lying = await zip(
      (archive) => archive.addBuffer(Buffer.alloc(500_000), "bomb"),
      (bytes) => {
        const size = Buffer.alloc(4);
        size.writeUInt32LE(500_000);
        const small = Buffer.alloc(4);
        small.writeUInt32LE(10);
        const text = bytes.toString("latin1");
        return Buffer.from(
          text.replaceAll(size.toString("latin1"), small.toString("latin1")),
          "latin1",
        );
      },
    );
    await isRefused(lying, "cannot be read");
  });
  test("and has to be one, whole and with something in it", async () => {
    const whole = await readFile(await tar({ name: "a", text: "x".repeat(5_000) }));
    const path = place();
    await writeFile(path, whole.subarray(0, -10));
    await isRefused(path, "cannot be read");
    await writeFile(path, "#!/bin/sh\n");
    await isRefused(path, "Send a .tar.gz or .zip");
    await isRefused(await tar({ name: "d", type: "directory" }), "holds no file");
  });
});
