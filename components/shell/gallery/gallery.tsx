"use client";
import { parseAsStringLiteral, useQueryState } from "nuqs";
import { useEffect } from "react";
import { cn } from "@/components/ui/class-names";
import { ToggleGroup } from "@/components/ui/toggle-group";
import { DENSITIES } from "@/lib/core/preferences";
import { usePreferences } from "../preferences-context";
import { Actions } from "./actions";
import { DataParts } from "./data-parts";
import { Display } from "./display";
import { Forms } from "./forms";
import { Foundations } from "./foundations";
import { FrameParts } from "./frame-parts";

const SIDES = [
  { value: "both", label: "Both" },
  { value: "light", label: "Light" },
  { value: "dark", label: "Dark" },
] as const;

const sideParser = parseAsStringLiteral(SIDES.map(({ value }) => value)).withDefault("both");

const DENSITY_OPTIONS = DENSITIES.map((value) => ({ value, label: value }));

/** Every primitive in every state, in both themes side by side. */
export function Gallery({ now }: { now: number }) {
  const [side, setSide] = useQueryState("theme", sideParser);
  const { density, setDensity } = usePreferences();
  useEffect(() => {
    const page = document.documentElement;
    if (side === "both") return;
    const before = page.dataset.theme;
    page.dataset.theme = side;
    return () => {
      if (before === undefined) delete page.dataset.theme;
      else page.dataset.theme = before;
    };
  }, [side]);
  return (
    <main>
      <header className="sticky top-0 z-30 flex flex-wrap items-center gap-3 border-b bg-surface px-6 py-2">
        <h1 className="grow font-semibold text-base">Components</h1>
        <ToggleGroup
          label="Density"
          options={DENSITY_OPTIONS}
          value={density}
          onChange={setDensity}
        />
        <ToggleGroup
          label="Theme"
          options={SIDES}
          value={side}
          onChange={(next) => void setSide(next)}
        />
      </header>
      <div className={cn("grid", side === "both" && "xl:grid-cols-2")}>
        {(["light", "dark"] as const)
          .filter((theme) => side === "both" || side === theme)
          .map((theme) => (
            <div key={theme} data-theme={theme} className="min-w-0 bg-surface px-6 pb-10 text-fg">
              <h2 className="py-4 font-medium text-muted text-sm capitalize">{theme}</h2>
              <Foundations />
              <Actions />
              <Forms />
              <Display now={now} />
              <FrameParts />
            </div>
          ))}
      </div>
      <div className="bg-surface px-6 pb-10">
        <DataParts />
      </div>
    </main>
  );
}
