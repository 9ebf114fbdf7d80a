/** The look shared by everything one types or picks in. */
export const controlStyles = [
  "w-full min-w-0 rounded-md border border-line-control bg-surface text-fg text-sm shadow-xs pointer-coarse:text-lg",
  "transition-[border-color,box-shadow] duration-100 hover:border-muted",
  "focus-visible:border-ring focus-visible:outline-2 focus-visible:outline-ring/35 focus-visible:outline-offset-0",
  "aria-invalid:border-danger aria-invalid:focus-visible:outline-danger/35",
  "disabled:cursor-not-allowed disabled:border-line-strong disabled:bg-sunken disabled:text-subtle",
].join(" ");
