import rehypeSanitize from "rehype-sanitize";
import remarkGfm from "remark-gfm";
import remarkParse from "remark-parse";
import remarkRehype from "remark-rehype";
import { unified } from "unified";
import { escapeHtml } from "@/lib/core/print-page";

/** A node of the tree that Markdown becomes. */
interface Node {
  type: string;
  value?: unknown;
  tagName?: unknown;
  properties?: Readonly<Record<string, unknown>>;
  children?: readonly Node[];
}

/** Elements of ours by the one that Markdown asks for. Whatever is not here leaves its text behind and nothing else. */
const ELEMENTS: Readonly<Record<string, string>> = {
  p: "p",
  h1: "h3",
  h2: "h4",
  h3: "h5",
  h4: "h6",
  h5: "h6",
  h6: "h6",
  ul: "ul",
  ol: "ol",
  li: "li",
  blockquote: "blockquote",
  pre: "pre",
  code: "code",
  em: "em",
  strong: "strong",
  del: "del",
  sup: "sup",
  table: "table",
  thead: "thead",
  tbody: "tbody",
  tr: "tr",
  th: "th",
  td: "td",
};

const inside = ({ children = [] }: Node): string => children.map(htmlOf).join("");

/** Only to the web and to mailboxes; other links leave their text. */
function linkOf(target: unknown, content: string): string {
  return typeof target === "string" && /^(https?:|mailto:)/i.test(target)
    ? `<a href="${escapeHtml(target)}" rel="noreferrer noopener nofollow ugc">${content}</a>`
    : content;
}

function elementOf(node: Node): string {
  const { tagName, properties = {} } = node;
  if (tagName === "br" || tagName === "hr") return `<${tagName}>`;
  if (tagName === "a") return linkOf(properties.href, inside(node));
  // Nothing is fetched from elsewhere because a card was opened.
  if (tagName === "img") {
    const alt = typeof properties.alt === "string" && properties.alt ? `: ${properties.alt}` : "";
    return linkOf(properties.src, escapeHtml(`Picture${alt}`));
  }
  if (tagName === "input") return properties.checked ? "☑ " : "☐ ";
  const element = typeof tagName === "string" ? ELEMENTS[tagName] : undefined;
  return element ? `<${element}>${inside(node)}</${element}>` : inside(node);
}

function htmlOf(node: Node): string {
  if (node.type === "text") return typeof node.value === "string" ? escapeHtml(node.value) : "";
  return node.type === "element" ? elementOf(node) : inside(node);
}

const processor = unified()
  .use(remarkParse)
  .use(remarkGfm)
  .use(remarkRehype)
  .use(rehypeSanitize)
  .freeze();

/**
 * Markdown as HTML of a few elements without attributes, links apart. Safe by how it is written, not by what is taken
 * away: every tag is one of those above and every text is escaped.
 */
export function markdownToHtml(text: string): string {
  return htmlOf(processor.runSync(processor.parse(text)));
}

/** A text that Markdown shows as it is, on one line. */
export function escapeMarkdown(text: string): string {
  return text.replace(/\s+/g, " ").replace(/[\\`*_{}[\]()<>#+\-.!|~&:]/g, "\\$&");
}
