"use client";
import { toast as show } from "sonner";

interface ToastOptions {
  tone?: "default" | "success" | "danger" | undefined;
  description?: string | undefined;
  /** Offers to take back what was just done. */
  undo?: (() => void | Promise<void>) | undefined;
  action?: { label: string; run: () => void } | undefined;
}

const UNDO_MS = 10_000;
const DEFAULT_MS = 5_000;

/** Says briefly that something happened. Never the only place of a message that has to be read. */
export function toast(
  message: string,
  { tone = "default", description, undo, action }: ToastOptions = {},
): void {
  const button = undo ? { label: "Undo", run: () => void undo() } : action;
  const options = {
    duration: button || tone === "danger" ? UNDO_MS : DEFAULT_MS,
    ...(description ? { description } : {}),
    ...(button ? { action: { label: button.label, onClick: button.run } } : {}),
  };
  if (tone === "success") show.success(message, options);
  else if (tone === "danger") show.error(message, options);
  else show(message, options);
}
