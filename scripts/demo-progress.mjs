/** How far the demo of a folder has come, so that each chapter is told once: also where an earlier version filled it. */
import { existsSync, readFileSync, renameSync, writeFileSync } from "node:fs";
import { join } from "node:path";

export const CHAPTERS = ["sweeps", "datasets", "decisions", "churn", "fraud"];
/** What versions wrote that kept no account of chapters, when all that they had to tell was told. */
const STAMP = "demo-filled";
const [BEGUN, TOLD] = ["begun", "told"];

/** What cannot be read does not say what was told: that is as if the first chapter had been broken off. */
function parse(text) {
  try {
    return Object(JSON.parse(text));
  } catch {
    return { [CHAPTERS[0]]: BEGUN };
  }
}

export function openProgress(folder) {
  const file = join(folder, "demo-chapters.json");
  const read = () => (existsSync(file) ? parse(readFileSync(file, "utf8")) : {});
  const write = (chapters) => {
    writeFileSync(`${file}.new`, `${JSON.stringify(chapters, null, 2)}\n`);
    renameSync(`${file}.new`, file);
  };
  return {
    /** A chapter that was begun and not ended, null where there is none: once more, it would be there twice. */
    unfinished: () => CHAPTERS.find((chapter) => read()[chapter] === BEGUN) ?? null,
    isWhole: () => CHAPTERS.every((chapter) => read()[chapter] === TOLD),
    /**
     * Takes over what an earlier version has told: `look` says whether a chapter is there. False where that version was
     * stopped before its end.
     */
    async inherit(look) {
      if (existsSync(file)) return true;
      const found = {};
      for (const chapter of CHAPTERS) if (await look(chapter)) found[chapter] = TOLD;
      const isNew = Object.keys(found).length === 0;
      if (!isNew && !existsSync(join(folder, STAMP))) return false;
      write(found);
      return true;
    },
    /** Tells a chapter that was not told yet. */
    async tell(chapter, work) {
      if (read()[chapter] === TOLD) return;
      write({ ...read(), [chapter]: BEGUN });
      await work();
      write({ ...read(), [chapter]: TOLD });
    },
  };
}
