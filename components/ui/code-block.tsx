import { cn } from "./class-names";
import { CopyButton } from "./copy-button";
import { ScrollArea } from "./scroll-area";

interface CodeBlockProps {
  code: string;
  /** Shown above it: "Python", "Shell", a file name. */
  language: string;
  className?: string | undefined;
}

export function CodeBlock({ code, language, className }: CodeBlockProps) {
  return (
    <figure
      className={cn("min-w-0 overflow-hidden rounded-md border bg-sunken text-left", className)}
    >
      <figcaption className="flex h-8 items-center justify-between border-b pr-1 pl-3 text-muted text-xs">
        {language}
        <CopyButton value={code} noun={`${language} snippet`} />
      </figcaption>
      <ScrollArea label={`${language} snippet`}>
        <pre className="px-3 py-2.5 font-mono text-fg text-xs leading-5">
          <code>{code}</code>
        </pre>
      </ScrollArea>
    </figure>
  );
}
