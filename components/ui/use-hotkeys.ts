"use client";
import { useEffect, useEffectEvent, useSyncExternalStore } from "react";
import { isCharacterShortcut, matchHotkey, normalizePress } from "./hotkeys";

export interface HotkeyBinding {
  /** "mod+k", "?", "g e", "up". `mod` is ⌘ on Apple keyboards and Ctrl elsewhere. */
  keys: string;
  /** What it does, for the shortcuts sheet. */
  label: string;
  run: (event: KeyboardEvent) => void;
  /** Also while typing in a field or while a dialog is open. */
  everywhere?: boolean;
}

interface ActiveHotkeys {
  /** Heading in the shortcuts sheet. */
  group: string;
  bindings: readonly HotkeyBinding[];
}

const SEQUENCE_TIMEOUT_MS = 1200;
const PREFERENCE = "slipway.character-shortcuts";
const NONE: readonly ActiveHotkeys[] = [];

let active: readonly ActiveHotkeys[] = NONE;
const listeners = new Set<() => void>();
let pressed: string[] = [];
let lastPressAt = 0;

function changed(next: readonly ActiveHotkeys[]): void {
  active = next;
  for (const listener of listeners) listener();
}

const isTyping = (target: EventTarget | null): boolean =>
  target instanceof HTMLElement &&
  (target.isContentEditable ||
    target.matches("input:not([type=checkbox],[type=radio]), textarea, select"));

const isInLayer = (target: EventTarget | null): boolean =>
  target instanceof HTMLElement && target.closest("[role=menu], [role=listbox]") !== null;

/** Menus and modal dialogs have keys of their own while they are open; the latter lock scrolling. */
const isBlocked = ({ target }: KeyboardEvent): boolean =>
  isTyping(target) || isInLayer(target) || document.body.hasAttribute("data-scroll-locked");

export const areCharacterShortcutsOn = (): boolean => localStorage.getItem(PREFERENCE) !== "off";

export function setCharacterShortcuts(on: boolean): void {
  localStorage.setItem(PREFERENCE, on ? "on" : "off");
  changed([...active]);
}

const isModifier = (key: string) => ["Shift", "Control", "Alt", "Meta", "AltGraph"].includes(key);

function onKeyDown(event: KeyboardEvent): void {
  if (event.defaultPrevented || event.isComposing || isModifier(event.key)) return;
  if (event.timeStamp - lastPressAt > SEQUENCE_TIMEOUT_MS) pressed = [];
  lastPressAt = event.timeStamp;
  const press = normalizePress(
    {
      key: event.key,
      ctrl: event.ctrlKey,
      meta: event.metaKey,
      alt: event.altKey,
      shift: event.shiftKey,
    },
    /Mac|iPhone|iPad/.test(navigator.userAgent),
  );
  pressed = [...pressed.slice(-1), press];
  const blocked = isBlocked(event);
  const characters = areCharacterShortcutsOn();
  const candidates = active
    .flatMap(({ bindings }) => bindings)
    .filter(
      ({ keys, everywhere }) =>
        (everywhere || !blocked) && (characters || !isCharacterShortcut(keys)),
    );
  const { match, isPartial } = matchHotkey(candidates, pressed);
  if (!match) {
    if (!isPartial) pressed = [];
    return;
  }
  pressed = [];
  event.preventDefault();
  match.run(event);
}

function activate(hotkeys: ActiveHotkeys): () => void {
  if (active.length === 0) document.addEventListener("keydown", onKeyDown);
  changed([...active, hotkeys]);
  return () => {
    changed(active.filter((other) => other !== hotkeys));
    if (active.length === 0) document.removeEventListener("keydown", onKeyDown);
  };
}

/** Binds shortcuts while the component is mounted; the shortcuts sheet lists them under `group`. */
export function useHotkeys(
  group: string,
  bindings: readonly HotkeyBinding[],
  enabled = true,
): void {
  const run = useEffectEvent((keys: string, event: KeyboardEvent) =>
    bindings.find((binding) => binding.keys === keys)?.run(event),
  );
  // Only what can be seen or matched re-binds; handlers may change on every render.
  const signature = bindings
    .map(({ keys, label, everywhere }) => `${keys}\t${label}\t${everywhere ? 1 : ""}`)
    .join("\n");
  useEffect(() => {
    if (!enabled || signature === "") return;
    return activate({
      group,
      bindings: signature.split("\n").map((line) => {
        const [keys = "", label = "", everywhere = ""] = line.split("\t");
        return { keys, label, everywhere: everywhere === "1", run: (event) => run(keys, event) };
      }),
    });
  }, [group, signature, enabled]);
}

function subscribe(listener: () => void): () => void {
  listeners.add(listener);
  return () => listeners.delete(listener);
}

/** Every shortcut that works right now, grouped, in the order the screen bound them. */
export function useActiveHotkeys(): readonly ActiveHotkeys[] {
  return useSyncExternalStore(
    subscribe,
    () => active,
    () => NONE,
  );
}
