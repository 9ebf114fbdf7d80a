import { describe, expect, test } from "vitest";
import { describeHotkey, isCharacterShortcut, matchHotkey, normalizePress } from "./hotkeys";

const press = (
  key: string,
  modifiers: Partial<Record<"ctrl" | "meta" | "alt" | "shift", boolean>> = {},
) => ({
  key,
  ctrl: false,
  meta: false,
  alt: false,
  shift: false,
  ...modifiers,
});
const bindings = ["g e", "g m", "e", "mod+k", "?"].map((keys) => ({ keys }));

describe("a press", () => {
  test("of the platform's main modifier is mod, and the other control key is not", () => {
    expect(normalizePress(press("k", { meta: true }), true)).toBe("mod+k");
    expect(normalizePress(press("k", { ctrl: true }), true)).toBe("ctrl+k");
    expect(normalizePress(press("k", { ctrl: true }), false)).toBe("mod+k");
  });

  test("of a character that needs shift does not name shift", () => {
    expect(normalizePress(press("?", { shift: true }), false)).toBe("?");
    expect(normalizePress(press("Z", { meta: true, shift: true }), true)).toBe("mod+shift+z");
  });

  test("of an arrow or space has a short name", () => {
    expect(normalizePress(press("ArrowUp"), false)).toBe("up");
    expect(normalizePress(press(" "), false)).toBe("space");
  });
});

describe("matching", () => {
  test("waits while a sequence is under way and completes it", () => {
    expect(matchHotkey(bindings, ["g"])).toEqual({ match: null, isPartial: true });
    expect(matchHotkey(bindings, ["g", "m"]).match?.keys).toBe("g m");
  });

  test("prefers the whole sequence to its last key alone", () => {
    expect(matchHotkey(bindings, ["g", "e"]).match?.keys).toBe("g e");
    expect(matchHotkey(bindings, ["x", "e"]).match?.keys).toBe("e");
  });

  test("gives a key to whoever bound it last", () => {
    const frame = { keys: "?", owner: "frame" };
    const screen = { keys: "?", owner: "screen" };
    expect(matchHotkey([frame, screen], ["?"]).match).toBe(screen);
  });

  test("finds nothing for a key that nobody bound", () => {
    expect(matchHotkey(bindings, ["x"])).toEqual({ match: null, isPartial: false });
  });
});

describe("key caps", () => {
  const caps = (keys: string, apple: boolean) =>
    describeHotkey(keys, apple).map(({ text }) => text);

  test("are those of the keyboard at hand", () => {
    expect(caps("mod+shift+z", true)).toEqual(["⌘", "⇧", "Z"]);
    expect(caps("mod+k", false)).toEqual(["Ctrl", "K"]);
    expect(caps("g e", false)).toEqual(["G", "E"]);
  });
});

test("only keys without a modifier count as character shortcuts", () => {
  expect(["?", "g e", "1"].every(isCharacterShortcut)).toBe(true);
  expect(["mod+k", "escape", "up"].some(isCharacterShortcut)).toBe(false);
});
