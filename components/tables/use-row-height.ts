"use client";
import { useSyncExternalStore } from "react";

/** Of the comfortable density: what the server assumes. The rows themselves stand right all the same, by CSS. */
const ASSUMED = 34;

function readRowHeight(): number {
  const style = getComputedStyle(document.documentElement);
  const rem = Number.parseFloat(style.getPropertyValue("--row"));
  return Math.round(rem * Number.parseFloat(style.fontSize)) || ASSUMED;
}

function subscribe(onChange: () => void): () => void {
  const observer = new MutationObserver(onChange);
  observer.observe(document.documentElement, { attributeFilter: ["data-density"] });
  const pointer = window.matchMedia("(pointer: coarse)");
  pointer.addEventListener("change", onChange);
  return () => {
    observer.disconnect();
    pointer.removeEventListener("change", onChange);
  };
}

/** Height of a table's row in pixels: it follows the density and gives fingers more room. */
export function useRowHeight(): number {
  return useSyncExternalStore(subscribe, readRowHeight, () => ASSUMED);
}
