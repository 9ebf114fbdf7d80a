"use client";
import type { Route } from "next";
import { useEffect, useState } from "react";

/** While there is something to lose, a link within the product waits until somebody says that it may be followed. */
export function useLeaveGuard(isGuarded: boolean) {
  const [leavingTo, setLeavingTo] = useState<Route | null>(null);
  useEffect(() => {
    if (!isGuarded) return;
    const stop = (event: MouseEvent) => {
      const link = event.target instanceof Element ? event.target.closest("a[href]") : null;
      const opensHere = !(event.metaKey || event.ctrlKey || event.shiftKey || event.button !== 0);
      if (!(link instanceof HTMLAnchorElement) || link.target === "_blank" || !opensHere) return;
      if (link.origin !== window.location.origin || link.hash !== "") return;
      event.preventDefault();
      event.stopPropagation();
      // The address of a link that our own pages drew.
      setLeavingTo(`${link.pathname}${link.search}` as Route);
    };
    document.addEventListener("click", stop, { capture: true });
    return () => document.removeEventListener("click", stop, { capture: true });
  }, [isGuarded]);
  return { leavingTo, leave: setLeavingTo, stay: () => setLeavingTo(null) };
}
