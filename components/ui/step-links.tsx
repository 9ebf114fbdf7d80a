"use client";
import { ChevronLeft, ChevronRight } from "lucide-react";
import { IconButton } from "./icon-button";
import { useHotkeys } from "./use-hotkeys";

interface Step {
  /** Where it leads, or why it leads nowhere. */
  label: string;
  hotkey: string;
  hotkeyLabel: string;
  /** Null at the end. */
  go: (() => void) | null;
}

interface StepLinksProps {
  /** Names the group in the sheet of keys. */
  group: string;
  previous: Step;
  next: Step;
}

function StepButton({ step, Icon }: { step: Step; Icon: typeof ChevronLeft }) {
  return (
    <IconButton
      label={step.label}
      hotkey={step.hotkey}
      aria-disabled={step.go === null}
      onClick={() => step.go?.()}
      className="aria-disabled:opacity-50"
    >
      <Icon aria-hidden="true" />
    </IconButton>
  );
}

/** To the one before and the one after, without going back to the list; by keys too. */
export function StepLinks({ group, previous, next }: StepLinksProps) {
  useHotkeys(
    group,
    [previous, next].map(({ hotkey, hotkeyLabel, go }) => ({
      keys: hotkey,
      label: hotkeyLabel,
      run: () => go?.(),
    })),
  );
  return (
    <span className="flex items-center">
      <StepButton step={previous} Icon={ChevronLeft} />
      <StepButton step={next} Icon={ChevronRight} />
    </span>
  );
}
