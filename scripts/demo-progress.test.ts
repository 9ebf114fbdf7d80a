import { spawnSync } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";

interface Progress {
  unfinished: () => string | null;
  isWhole: () => boolean;
  inherit: (look: (chapter: string) => boolean) => Promise<boolean>;
  tell: (chapter: string, work: () => Promise<unknown>) => Promise<void>;
}
const script: string = "./demo-progress.mjs";
// Scripts run before anything is installed, and have no types of their own.
const { CHAPTERS, openProgress } = (await import(script)) as {
  CHAPTERS: string[];
  openProgress: (folder: string) => Progress;
};

describe("the demo's account of what it has told", () => {
  let folder = "";
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), "slipway-demo-"));
  });
  afterEach(() => rmSync(folder, { recursive: true, force: true }));

  /** Tells all of it; answers what was told this time. */
  async function start(inherited: readonly string[] = []): Promise<string[]> {
    const progress = openProgress(folder);
    expect(await progress.inherit((chapter) => inherited.includes(chapter))).toBe(true);
    const told: string[] = [];
    for (const chapter of CHAPTERS) await progress.tell(chapter, async () => told.push(chapter));
    expect(progress.isWhole()).toBe(true);
    return told;
  }

  it("tells each chapter once, however often it is started", async () => {
    expect(await start()).toEqual(CHAPTERS);
    expect(await start()).toEqual([]);
  });

  it("tells only what is missing of a folder that an earlier version has filled", async () => {
    writeFileSync(join(folder, "demo-filled"), "2025-11-25");
    expect(await start(["sweeps", "datasets", "decisions"])).toEqual(["churn", "fraud"]);
    expect(await start()).toEqual([]);
  });

  it("takes nothing over from a version that did not come to its end", async () => {
    expect(await openProgress(folder).inherit((chapter) => chapter === "sweeps")).toBe(false);
  });

  it("takes an account that was written by half for one that was broken off", () => {
    writeFileSync(join(folder, "demo-chapters.json"), '{ "sweeps": "to');
    expect(openProgress(folder).unfinished()).toBe(CHAPTERS[0]);
    expect(openProgress(folder).isWhole()).toBe(false);
  });

  it("says which chapter was broken off, and does not start upon half of it", async () => {
    const broken = openProgress(folder).tell("decisions", async () => {
      throw new Error("stopped");
    });
    await expect(broken).rejects.toThrow("stopped");
    expect(openProgress(folder).unfinished()).toBe("decisions");
    const { status, stderr } = spawnSync(process.execPath, ["scripts/demo.mjs"], {
      encoding: "utf8",
      env: { ...process.env, SLIPWAY_DATA: folder, CI: "1" },
    });
    expect(status).toBe(1);
    expect(stderr).toContain(`The demo in ${folder} was stopped while it was filled.`);
  });
});
