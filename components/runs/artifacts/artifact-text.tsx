"use client";
import { useQueryState } from "nuqs";
import { cn } from "@/components/ui/class-names";
import { ScrollArea } from "@/components/ui/scroll-area";
import { ToggleGroup } from "@/components/ui/toggle-group";
import { artifactSearchParams } from "@/lib/runs/search-params/artifacts";

const LINES = [
  { value: "wrap", label: "Wrap lines" },
  { value: "scroll", label: "Long lines" },
] as const;

/** Text as it is; long lines go on below, or out of sight until scrolled to. */
export function ArtifactText({ text, label }: { text: string; label: string }) {
  const [isWrapped, setIsWrapped] = useQueryState("wrap", artifactSearchParams.wrap);
  if (text === "") return <p className="text-muted text-sm">This file is empty.</p>;
  return (
    <div className="grid min-w-0 gap-2">
      <ToggleGroup
        label="Lines"
        size="sm"
        options={LINES}
        value={isWrapped ? "wrap" : "scroll"}
        onChange={(value) => void setIsWrapped(value === "wrap")}
        className="justify-self-end"
      />
      <ScrollArea label={label} className="max-h-[70dvh] rounded-md border bg-sunken">
        <pre
          className={cn(
            "w-fit min-w-full px-3 py-2.5 font-mono text-xs leading-5",
            isWrapped && "w-full whitespace-pre-wrap break-words",
          )}
        >
          {text}
        </pre>
      </ScrollArea>
    </div>
  );
}
