"use client";
import { createContext, type ReactNode, useContext, useMemo, useState } from "react";
import { remember } from "@/components/shell/remember";
import { CLOSED_COOKIE, writeClosed } from "@/lib/home/rules/sections";
import type { HomeSection } from "@/lib/home/schema";

interface HomeState {
  closed: readonly HomeSection[];
  toggle: (section: HomeSection) => void;
}

const HomeContext = createContext<HomeState | null>(null);

interface HomeProviderProps {
  /** As the browser remembers them. */
  closed: readonly HomeSection[];
  children: ReactNode;
}

export function HomeProvider({ closed: initial, children }: HomeProviderProps) {
  const [closed, setClosed] = useState(initial);
  const state = useMemo<HomeState>(
    () => ({
      closed,
      toggle: (section) => {
        const next = closed.includes(section)
          ? closed.filter((one) => one !== section)
          : [...closed, section];
        remember(CLOSED_COOKIE, writeClosed(next));
        setClosed(next);
      },
    }),
    [closed],
  );
  return <HomeContext value={state}>{children}</HomeContext>;
}

export function useHome(): HomeState {
  const state = useContext(HomeContext);
  if (!state) throw new Error("useHome needs a HomeProvider around it.");
  return state;
}
