"use client";
import { type RefObject, useLayoutEffect, useRef } from "react";

/** The value of the last render, for callbacks that must stay the same object. */
export function useLatest<Value>(value: Value): RefObject<Value> {
  const ref = useRef(value);
  useLayoutEffect(() => {
    ref.current = value;
  });
  return ref;
}
