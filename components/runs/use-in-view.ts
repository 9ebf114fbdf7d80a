"use client";
import { type RefObject, useEffect, useState } from "react";

/** Whether an element is on the screen or within `margin` of it. */
export function useInView(ref: RefObject<HTMLElement | null>, margin: string): boolean {
  const [isInView, setIsInView] = useState(false);
  useEffect(() => {
    const element = ref.current;
    if (!element) return;
    const observer = new IntersectionObserver(
      (entries) => setIsInView(entries.some((entry) => entry.isIntersecting)),
      { rootMargin: margin },
    );
    observer.observe(element);
    return () => observer.disconnect();
  }, [ref, margin]);
  return isInView;
}
