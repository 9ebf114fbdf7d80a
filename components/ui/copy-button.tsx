"use client";
import { Check, Copy } from "lucide-react";
import { useEffect, useState } from "react";
import { IconButton } from "./icon-button";
import { toast } from "./toast";

interface CopyButtonProps {
  value: string;
  /** What is copied: "run id". */
  noun: string;
  className?: string | undefined;
}

const SHOWN_MS = 1600;

/** Clipboard access is refused on plain http; selecting by hand is the way out then. */
async function copy(value: string): Promise<boolean> {
  try {
    await navigator.clipboard.writeText(value);
    return true;
  } catch {
    return false;
  }
}

export function CopyButton({ value, noun, className }: CopyButtonProps) {
  const [isCopied, setIsCopied] = useState(false);
  useEffect(() => {
    if (!isCopied) return;
    const timer = setTimeout(() => setIsCopied(false), SHOWN_MS);
    return () => clearTimeout(timer);
  }, [isCopied]);
  const copyValue = async () => {
    if (await copy(value)) setIsCopied(true);
    else
      toast("The browser refused to copy. Select the text and copy it by hand.", {
        tone: "danger",
      });
  };
  return (
    <>
      <IconButton
        size="sm"
        label={isCopied ? "Copied" : `Copy ${noun}`}
        onClick={() => void copyValue()}
        className={className}
      >
        {isCopied ? (
          <Check aria-hidden="true" className="size-3.5 text-success-fg" />
        ) : (
          <Copy aria-hidden="true" className="size-3.5" />
        )}
      </IconButton>
      <span role="status" className="sr-only">
        {isCopied ? `Copied ${noun}` : ""}
      </span>
    </>
  );
}
