import { type ClassValue, clsx } from "clsx";
import { extendTailwindMerge } from "tailwind-merge";

const merge = extendTailwindMerge({
  extend: {
    theme: {
      spacing: ["row", "control", "control-sm"],
      animate: ["pop", "fade", "fade-out", "slide-right", "slide-left", "slide-up", "pulse-soft"],
    },
  },
});

/** Joins class names; of two that set the same property the later one wins. */
export const cn = (...classes: ClassValue[]): string => merge(clsx(classes));
