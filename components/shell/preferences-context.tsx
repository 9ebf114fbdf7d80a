"use client";
import { createContext, type ReactNode, useContext, useMemo, useState } from "react";
import {
  type Density,
  PREFERENCE_COOKIES,
  type Preferences,
  type Theme,
} from "@/lib/core/preferences";
import { remember } from "./remember";

interface PreferencesState extends Preferences {
  setTheme: (theme: Theme) => void;
  setDensity: (density: Density) => void;
  setSidebarCollapsed: (isCollapsed: boolean) => void;
}

const PreferencesContext = createContext<PreferencesState | null>(null);

function mark(name: "theme" | "density", value: string): void {
  if (value === "system") delete document.documentElement.dataset[name];
  else document.documentElement.dataset[name] = value;
}

interface PreferencesProviderProps {
  initial: Preferences;
  children: ReactNode;
}

export function PreferencesProvider({ initial, children }: PreferencesProviderProps) {
  const [preferences, setPreferences] = useState(initial);
  const state = useMemo<PreferencesState>(
    () => ({
      ...preferences,
      setTheme: (theme) => {
        remember(PREFERENCE_COOKIES.theme, theme);
        mark("theme", theme);
        setPreferences((now) => ({ ...now, theme }));
      },
      setDensity: (density) => {
        remember(PREFERENCE_COOKIES.density, density);
        mark("density", density);
        setPreferences((now) => ({ ...now, density }));
      },
      setSidebarCollapsed: (isSidebarCollapsed) => {
        remember(PREFERENCE_COOKIES.sidebar, isSidebarCollapsed ? "collapsed" : "open");
        setPreferences((now) => ({ ...now, isSidebarCollapsed }));
      },
    }),
    [preferences],
  );
  return <PreferencesContext value={state}>{children}</PreferencesContext>;
}

export function usePreferences(): PreferencesState {
  const state = useContext(PreferencesContext);
  if (!state) throw new Error("usePreferences needs a PreferencesProvider around it.");
  return state;
}
