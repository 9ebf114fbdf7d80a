"use client";
import { toast as show } from "sonner";
import { rememberUndo } from "./undo";

interface ToastOptions {
  tone?: "default" | "success" | "danger" | undefined;
  description?: string | undefined;
  /** Offers to take back what was just done; ⌘Z does the same, also when the message is gone. */
  undo?: (() => void | Promise<void>) | undefined;
  action?: { label: string; run: () => void } | undefined;
}

const UNDO_MS = 10_000;
const DEFAULT_MS = 5_000;
let count = 0;

/** Says briefly that something happened. Never the only place of a message that has to be read. */
export function toast(
  message: string,
  { tone = "default", description, undo, action }: ToastOptions = {},
): void {
  count += 1;
  const id = `message ${count}`;
  const takeBack = undo ? rememberUndo(undo, () => show.dismiss(id)) : null;
  const button = takeBack ? { label: "Undo", run: takeBack } : action;
  const options = {
    id,
    duration: button || tone === "danger" ? UNDO_MS : DEFAULT_MS,
    ...(description ? { description } : {}),
    ...(button ? { action: { label: button.label, onClick: button.run } } : {}),
  };
  if (tone === "success") show.success(message, options);
  else if (tone === "danger") show.error(message, options);
  else show(message, options);
}
