import { Square, SquareCheck } from "lucide-react";
import ReactMarkdown, { type Components } from "react-markdown";
import rehypeSanitize from "rehype-sanitize";
import remarkGfm from "remark-gfm";
import { cn } from "./class-names";
import { ScrollArea } from "./scroll-area";

const boxStyles = "mr-1.5 -mt-0.5 inline size-4 text-muted";

/**
 * Written by whoever can log a run, so: no HTML, and nothing is fetched from another server just because a page was
 * opened. Pictures become links.
 */
const components: Components = {
  h1: (props) => <h3 className="mt-5 mb-2 font-semibold text-lg first:mt-0">{props.children}</h3>,
  h2: (props) => <h4 className="mt-5 mb-2 font-semibold text-base first:mt-0">{props.children}</h4>,
  h3: (props) => <h5 className="mt-4 mb-1.5 font-semibold text-sm first:mt-0">{props.children}</h5>,
  h4: (props) => <h6 className="mt-4 mb-1.5 font-medium text-sm first:mt-0">{props.children}</h6>,
  h5: (props) => <p className="mt-4 mb-1.5 font-medium text-muted text-sm">{props.children}</p>,
  h6: (props) => <p className="mt-4 mb-1.5 font-medium text-muted text-sm">{props.children}</p>,
  p: (props) => <p className="my-2 first:mt-0 last:mb-0">{props.children}</p>,
  a: (props) => (
    <a
      href={props.href}
      rel="noreferrer noopener nofollow ugc"
      target={props.href?.startsWith("#") ? undefined : "_blank"}
      className="text-accent-fg underline underline-offset-3"
    >
      {props.children}
    </a>
  ),
  img: ({ src, alt }) =>
    typeof src === "string" ? (
      <a
        href={src}
        rel="noreferrer noopener nofollow ugc"
        target="_blank"
        className="text-accent-fg underline underline-offset-3"
      >
        {alt ? `Picture: ${alt}` : "Picture"}
      </a>
    ) : null,
  ul: (props) => <ul className="my-2 list-disc space-y-1 pl-5">{props.children}</ul>,
  ol: (props) => <ol className="my-2 list-decimal space-y-1 pl-5">{props.children}</ol>,
  blockquote: (props) => (
    <blockquote className="my-2 border-line-strong border-l-2 pl-3 text-muted">
      {props.children}
    </blockquote>
  ),
  hr: () => <hr className="my-4" />,
  pre: (props) => (
    <ScrollArea label="Code" className="my-2 rounded-md border bg-sunken">
      <pre className="px-3 py-2 font-mono text-xs leading-5 [&_code]:border-0 [&_code]:bg-transparent [&_code]:p-0">
        {props.children}
      </pre>
    </ScrollArea>
  ),
  code: (props) => (
    <code className="rounded-xs border bg-sunken px-1 py-px font-mono">{props.children}</code>
  ),
  table: (props) => (
    <ScrollArea label="Table" className="my-2">
      <table className="border-collapse text-sm">{props.children}</table>
    </ScrollArea>
  ),
  th: (props) => (
    <th style={props.style} className="border bg-sunken px-2 py-1 text-left font-medium">
      {props.children}
    </th>
  ),
  td: (props) => (
    <td style={props.style} className="border px-2 py-1">
      {props.children}
    </td>
  ),
  li: (props) => <li className="[&:has(>svg)]:-ml-5 [&:has(>svg)]:list-none">{props.children}</li>,
  /* Sanitizing leaves one kind of input: the box of a task list, which only tells. */
  input: (props) =>
    props.checked ? (
      <SquareCheck aria-label="Done:" className={boxStyles} />
    ) : (
      <Square aria-label="To do:" className={boxStyles} />
    ),
};

export function Markdown({ text, className }: { text: string; className?: string | undefined }) {
  return (
    <div className={cn("min-w-0 max-w-prose break-words text-sm leading-5.5", className)}>
      <ReactMarkdown
        remarkPlugins={[remarkGfm]}
        rehypePlugins={[rehypeSanitize]}
        components={components}
      >
        {text}
      </ReactMarkdown>
    </div>
  );
}
