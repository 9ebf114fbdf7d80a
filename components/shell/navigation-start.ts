const EVENT = "slipway:navigation";

/** Tells the frame that another page is on its way; a place on the same page is none. */
export function announceNavigation(url: string): void {
  const { pathname, search } = new URL(url, window.location.href);
  if (pathname === window.location.pathname && search === window.location.search) return;
  // Outside of the transition that waits for the page: what changes inside would show when that is over.
  queueMicrotask(() => window.dispatchEvent(new Event(EVENT)));
}

/** Listens until the answer is called. */
export function onNavigation(begin: () => void): () => void {
  window.addEventListener(EVENT, begin);
  return () => window.removeEventListener(EVENT, begin);
}
