"use client";
import { type RefObject, useLayoutEffect, useState } from "react";

/** What the server assumes of the window, so that the first HTML already holds the rows. */
export const FIRST_SIZE = { width: 1280, height: 900 } as const;

/**
 * Where a grid is scrolled to and how large it is. It is read once an event, before anything is drawn, so that no scroll
 * makes the browser lay out twice; who listens draws only when what it derives from this has changed.
 */
export class GridViewport {
  top = 0;
  left = 0;
  width: number = FIRST_SIZE.width;
  height: number = FIRST_SIZE.height;
  private readonly listeners = new Set<() => void>();

  readonly subscribe = (listener: () => void): (() => void) => {
    this.listeners.add(listener);
    return () => this.listeners.delete(listener);
  };

  observe(element: HTMLElement): () => void {
    const controller = new AbortController();
    const options = { signal: controller.signal, passive: true };
    const read = () => {
      this.top = Math.max(0, element.scrollTop);
      this.left = element.scrollLeft;
      markShifted(element, this.left !== 0);
      for (const listener of this.listeners) listener();
    };
    const measure = () => {
      this.width = element.clientWidth;
      this.height = element.clientHeight;
      read();
    };
    element.addEventListener("scroll", read, options);
    // Before the first pixel moves, so that what is pinned does not move with it.
    element.addEventListener(
      "wheel",
      ({ deltaX, shiftKey }) => {
        if (deltaX !== 0 || shiftKey) markShifted(element, true);
      },
      options,
    );
    element.addEventListener(
      "pointerdown",
      ({ target, pointerType }) => {
        // A press on the scroller itself is one on its scroll bar.
        if (target === element || pointerType === "touch") markShifted(element, true);
      },
      options,
    );
    const observer = new ResizeObserver(measure);
    observer.observe(element);
    measure();
    return () => {
      controller.abort();
      observer.disconnect();
    };
  }
}

/**
 * Says on the element whether the columns are shifted. Pinned cells stick only then: each one that may stick is a layer
 * of its own for the browser to compose in every frame, and most tables are only ever scrolled down.
 */
function markShifted(element: HTMLElement, isShifted: boolean): void {
  if (element.hasAttribute("data-shifted") !== isShifted)
    element.toggleAttribute("data-shifted", isShifted);
}

export function useGridViewport(scroller: RefObject<HTMLDivElement | null>): GridViewport {
  const [viewport] = useState(() => new GridViewport());
  useLayoutEffect(
    () => (scroller.current ? viewport.observe(scroller.current) : undefined),
    [scroller, viewport],
  );
  return viewport;
}
