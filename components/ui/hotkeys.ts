/**
 * Shortcuts as data: what a press means is decided here, without the DOM. A shortcut is one press ("mod+k", "?") or a
 * sequence of presses ("g e").
 */
export interface Press {
  key: string;
  ctrl: boolean;
  meta: boolean;
  alt: boolean;
  shift: boolean;
}

const NAMES: Readonly<Record<string, string>> = {
  up: "↑",
  down: "↓",
  left: "←",
  right: "→",
  enter: "↵",
  escape: "Esc",
  backspace: "⌫",
  space: "Space",
};
const APPLE: Readonly<Record<string, string>> = { mod: "⌘", alt: "⌥", shift: "⇧", ctrl: "⌃" };
const OTHER: Readonly<Record<string, string>> = {
  mod: "Ctrl",
  alt: "Alt",
  shift: "Shift",
  ctrl: "Ctrl",
};
const KEY_ALIASES: Readonly<Record<string, string>> = {
  arrowup: "up",
  arrowdown: "down",
  arrowleft: "left",
  arrowright: "right",
  " ": "space",
  esc: "escape",
};

/** The key caps of a shortcut, in the order they are pressed. */
export function describeHotkey(keys: string, apple: boolean): { id: string; text: string }[] {
  const modifiers = apple ? APPLE : OTHER;
  return keys
    .split(" ")
    .flatMap((press) => press.split(/(?<=.)\+/))
    .map((part, index) => ({
      id: `${index}:${part}`,
      text: modifiers[part] ?? NAMES[part] ?? (part.length === 1 ? part.toUpperCase() : part),
    }));
}

/** One press as text, comparable with a step of a shortcut. Shift counts only where the key does not show it itself. */
export function normalizePress(press: Press, apple: boolean): string {
  const lower = press.key.toLowerCase();
  const key = KEY_ALIASES[lower] ?? lower;
  const isMod = apple ? press.meta : press.ctrl;
  const isOtherControl = apple ? press.ctrl : press.meta;
  const showsShift = key.length === 1 && !/[a-z0-9]/.test(key);
  return [
    isMod ? "mod" : "",
    isOtherControl ? "ctrl" : "",
    press.alt ? "alt" : "",
    press.shift && !showsShift ? "shift" : "",
    key,
  ]
    .filter(Boolean)
    .join("+");
}

/** Single characters without a modifier: what somebody who dictates or mistypes sets off, so they can be turned off. */
export const isCharacterShortcut = (keys: string): boolean => /^[^+\s](\s[^+\s])*$/.test(keys);

/** Of all shortcuts, the one that `pressed` completes, and whether any is still under way. */
export function matchHotkey<T extends { keys: string }>(
  bindings: readonly T[],
  pressed: readonly string[],
): { match: T | null; isPartial: boolean } {
  for (let start = 0; start < pressed.length; start += 1) {
    const text = pressed.slice(start).join(" ");
    // The latest binding wins: a screen may take over a key of the frame around it.
    const match = bindings.findLast(({ keys }) => keys === text) ?? null;
    if (match) return { match, isPartial: false };
    if (bindings.some(({ keys }) => keys.startsWith(`${text} `)))
      return { match: null, isPartial: true };
  }
  return { match: null, isPartial: false };
}
