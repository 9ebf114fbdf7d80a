import { cva } from "class-variance-authority";

/** Surfaces that float over the page, and the rows in them. */
export const floatingStyles =
  "z-50 rounded-lg border border-line-strong bg-raised text-fg shadow-lg outline-none data-[state=open]:animate-pop data-[state=closed]:animate-fade-out";

export const menuStyles = `${floatingStyles} max-h-(--radix-popper-available-height) min-w-44 max-w-80 overflow-y-auto p-1`;

export const menuItemStyles = cva(
  [
    "relative flex min-h-control-sm cursor-default select-none items-center gap-2 rounded-md px-2 py-1 text-sm outline-none pointer-coarse:min-h-10",
    "data-[disabled]:pointer-events-none data-[disabled]:opacity-50",
    "[&_svg]:size-4 [&_svg]:shrink-0",
  ],
  {
    variants: {
      tone: {
        default: "data-[highlighted]:bg-active data-[selected=true]:bg-active [&_svg]:text-subtle",
        danger: "text-danger-fg data-[highlighted]:bg-danger-bg",
      },
    },
    defaultVariants: { tone: "default" },
  },
);

export const menuLabelStyles = "px-2 pt-1.5 pb-1 font-medium text-subtle text-xs";
export const menuSeparatorStyles = "-mx-1 my-1 h-px bg-line";
