/** Underlined tabs, the same for panels on one page and for links between pages. */
export const tabListStyles = "flex items-end gap-4 overflow-x-auto border-b [scrollbar-width:none]";

export const tabStyles = [
  "relative -mb-px inline-flex h-9 shrink-0 items-center gap-1.5 whitespace-nowrap border-transparent border-b-2 text-muted text-sm",
  "hover:text-fg focus-visible:-outline-offset-2",
  "aria-[current=page]:border-accent aria-[current=page]:font-medium aria-[current=page]:text-fg",
  "data-[state=active]:border-accent data-[state=active]:font-medium data-[state=active]:text-fg",
  "disabled:cursor-not-allowed disabled:opacity-55",
].join(" ");
