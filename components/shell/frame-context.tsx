"use client";
import { createContext, type ReactNode, useContext, useMemo, useState } from "react";

interface FrameState {
  open: "palette" | "shortcuts" | "menu" | null;
  setOpen: (open: FrameState["open"]) => void;
}

const FrameContext = createContext<FrameState | null>(null);

/** Which of the frame's own layers is open: at most one. */
export function FrameProvider({ children }: { children: ReactNode }) {
  const [open, setOpen] = useState<FrameState["open"]>(null);
  const state = useMemo(() => ({ open, setOpen }), [open]);
  return <FrameContext value={state}>{children}</FrameContext>;
}

/** Null outside a workspace, where there is no frame. */
export const useFrame = (): FrameState | null => useContext(FrameContext);
