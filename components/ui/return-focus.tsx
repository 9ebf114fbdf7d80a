"use client";
import { type RefObject, useLayoutEffect, useRef, useState } from "react";

interface OpenerProps {
  into: RefObject<Element | null>;
}

/** What had the focus when a dialog came; of an item of a menu, which is gone by then, the button of the menu. */
function openerOf(active: Element | null): Element | null {
  const menu = active?.closest("[role=menu]")?.getAttribute("aria-labelledby");
  return menu ? document.getElementById(menu) : active;
}

/** Stands inside of a dialog, so that it comes with it, and remembers what had the focus before. */
export function Opener({ into }: OpenerProps) {
  const [opener] = useState(() => openerOf(document.activeElement));
  useLayoutEffect(() => {
    into.current = opener;
  }, [into, opener]);
  return null;
}

/** Gives the focus back to what opened a dialog, also where that is no trigger of the dialog's own. */
export function useReturnFocus(own?: (event: Event) => void) {
  const opener = useRef<Element | null>(null);
  const onCloseAutoFocus = (event: Event) => {
    own?.(event);
    const { current } = opener;
    if (event.defaultPrevented || !(current instanceof HTMLElement) || !current.isConnected) return;
    event.preventDefault();
    current.focus();
  };
  return { opener, onCloseAutoFocus };
}
