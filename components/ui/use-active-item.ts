"use client";
import { useState } from "react";

/** Which of a searched list's items Enter would take: the one gone to while it is there, else the first. */
export function useActiveItem(items: readonly { value: string }[]) {
  const [chosen, setActive] = useState("");
  const active = items.some(({ value }) => value === chosen) ? chosen : (items[0]?.value ?? "");
  return { active, setActive };
}
