"use client";
import { useEffect, useLayoutEffect, useState } from "react";
import { CellLoader, type CellLoaderInput } from "./cell-loader";

/** Keeps the cells in sight read; see `CellLoader`. */
export function useCellLoader(input: CellLoaderInput): CellLoader {
  const [loader] = useState(() => new CellLoader(input));
  useLayoutEffect(() => loader.adopt(input));
  useEffect(() => () => loader.stop(), [loader]);
  return loader;
}
