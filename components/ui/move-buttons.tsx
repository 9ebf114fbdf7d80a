import { ArrowDown, ArrowUp } from "lucide-react";
import { IconButton } from "./icon-button";

interface MoveButtonsProps {
  name: string;
  /** Counts from 1. */
  position: number;
  isLast: boolean;
  isBusy: boolean;
  onMove: (position: number) => void;
}

/** Moves something of an ordered list one place up or down. */
export function MoveButtons({ name, position, isLast, isBusy, onMove }: MoveButtonsProps) {
  return (
    <>
      <IconButton
        label={`Move ${name} up`}
        disabled={isBusy || position === 1}
        onClick={() => onMove(position - 1)}
      >
        <ArrowUp aria-hidden="true" />
      </IconButton>
      <IconButton
        label={`Move ${name} down`}
        disabled={isBusy || isLast}
        onClick={() => onMove(position + 1)}
      >
        <ArrowDown aria-hidden="true" />
      </IconButton>
    </>
  );
}
