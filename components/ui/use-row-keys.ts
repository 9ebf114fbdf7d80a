"use client";
import { type RefObject, useRef } from "react";
import { useHotkeys } from "./use-hotkeys";

interface RowKeys {
  /** Heading in the shortcuts sheet. */
  group: string;
  /** What a row is of: "request". */
  noun: string;
}

/** Moves the focus from link to link of a list's rows, those with `data-row`, from the first on when none has it. */
export function useRowKeys<List extends HTMLElement = HTMLUListElement>({
  group,
  noun,
}: RowKeys): RefObject<List | null> {
  const list = useRef<List>(null);
  const move = (step: 1 | -1) => {
    const links = [...(list.current?.querySelectorAll<HTMLElement>("[data-row]") ?? [])];
    const at = links.findIndex((link) => link.matches(":focus"));
    links[at === -1 ? 0 : Math.min(links.length - 1, Math.max(0, at + step))]?.focus();
  };
  useHotkeys(group, [
    { keys: "j", label: `Next ${noun}; Enter opens it`, run: () => move(1) },
    {
      keys: "k",
      label: `${noun.replace(/^./, (first) => first.toUpperCase())} before`,
      run: () => move(-1),
    },
  ]);
  return list;
}
