"use client";

/** A change that can be taken back while its screen is open. */
interface Undoable {
  path: string;
  run: () => void | Promise<void>;
  /** What was said about it is no longer true. */
  dismiss: () => void;
}

const MOST = 20;
let stack: readonly Undoable[] = [];
/** One after the other: what was done later is taken back before what it stands on. */
let work: Promise<unknown> = Promise.resolve();

function start({ run }: Undoable): void {
  work = work.then(run, run);
}

/** Remembers how to take back what was just done. Answers what does it, once, however it is asked for. */
export function rememberUndo(run: () => void | Promise<void>, dismiss: () => void): () => void {
  const entry: Undoable = { path: window.location.pathname, run, dismiss };
  stack = [...stack, entry].slice(-MOST);
  return () => {
    if (!stack.includes(entry)) return;
    stack = stack.filter((other) => other !== entry);
    start(entry);
  };
}

/** Takes back the last change that was made on this page. Answers false when there is none. */
export function undoLast(): boolean {
  const here = stack.filter(({ path }) => path === window.location.pathname);
  const last = here.at(-1);
  // What was done on another page cannot be seen from here, and its screen is gone.
  stack = here.slice(0, -1);
  if (!last) return false;
  last.dismiss();
  start(last);
  return true;
}
