"use client";
import { useEffect } from "react";

const HIDDEN = "[data-aria-hidden='true']:not([inert])";

/**
 * Stands inside a list that is open over the page. Radix hides the rest of the page from screen readers, but leaves in it
 * what takes focus: a reader that lands there would be silent. Inert, it takes none until the list is closed.
 */
export function InertOthers() {
  useEffect(() => {
    const made = new Set<HTMLElement>();
    const hide = () => {
      for (const element of document.querySelectorAll<HTMLElement>(HIDDEN)) {
        element.inert = true;
        made.add(element);
      }
    };
    // It is hidden once the list is in its place, a moment after this.
    const observer = new MutationObserver(hide);
    observer.observe(document.body, { subtree: true, attributeFilter: ["data-aria-hidden"] });
    hide();
    return () => {
      observer.disconnect();
      for (const element of made) element.inert = false;
    };
  }, []);
  return null;
}
