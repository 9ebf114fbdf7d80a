import { cva, type VariantProps } from "class-variance-authority";

/** How anything that looks like a button looks, links included. */
export const buttonStyles = cva(
  [
    "relative inline-flex shrink-0 select-none items-center justify-center gap-1.5 whitespace-nowrap rounded-md font-medium",
    "transition-[background-color,border-color,color,box-shadow] duration-100",
    "disabled:cursor-not-allowed disabled:opacity-55 aria-disabled:cursor-not-allowed aria-disabled:opacity-55",
    "[&_svg]:shrink-0 [&_svg:not([class*=size-])]:size-4",
  ],
  {
    variants: {
      variant: {
        primary: "bg-accent text-on-accent shadow-xs hover:bg-accent-hover",
        secondary:
          "border border-line-strong bg-raised text-fg shadow-xs hover:border-line-control hover:bg-hover active:bg-active data-[state=open]:bg-hover",
        ghost:
          "text-muted hover:bg-hover hover:text-fg active:bg-active data-[state=open]:bg-hover data-[state=open]:text-fg",
        danger: "bg-danger text-on-danger shadow-xs hover:bg-danger-hover",
        link: "rounded-sm text-accent-fg underline-offset-4 hover:underline",
      },
      size: {
        sm: "h-control-sm px-2 text-xs",
        md: "h-control px-3 text-sm",
      },
    },
    compoundVariants: [{ variant: "link", className: "h-auto px-0" }],
    defaultVariants: { variant: "secondary", size: "md" },
  },
);

type Styles = VariantProps<typeof buttonStyles>;
export type ButtonVariant = NonNullable<Styles["variant"]>;
export type ButtonSize = NonNullable<Styles["size"]>;
