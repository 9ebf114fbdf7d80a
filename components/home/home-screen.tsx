"use client";
import { type ReactNode, useEffect } from "react";
import { remember } from "@/components/shell/remember";
import { useWorkspace } from "@/components/shell/workspace-context";
import { useRowKeys } from "@/components/ui/use-row-keys";
import type { HomeDto } from "@/lib/home/dto";
import { visitCookie } from "@/lib/home/rules/visits";
import type { HomeSection } from "@/lib/home/schema";
import { ChangesSection } from "./changes-section";
import { HomeProvider } from "./home-context";
import { NeedsSection } from "./needs-section";
import { ModelsSection, PortfolioSection } from "./production-sections";
import { DecisionsSection, RunsSection } from "./work-sections";

interface HomeScreenProps {
  home: HomeDto;
  closed: readonly HomeSection[];
}

const MINUTE_MS = 60_000;

/** Keeps in mind that somebody is here, as long as they are. */
function useVisit(since: number): void {
  const { slug } = useWorkspace();
  useEffect(() => {
    const note = () => {
      if (document.visibilityState === "visible")
        remember(visitCookie(slug), `${since}.${Date.now()}`);
    };
    note();
    const timer = setInterval(note, MINUTE_MS);
    return () => clearInterval(timer);
  }, [slug, since]);
}

/** What somebody comes for, in the order of their role. */
export function HomeScreen({ home, closed }: HomeScreenProps) {
  const list = useRowKeys<HTMLDivElement>({ group: "Home", noun: "line" });
  useVisit(home.since);
  const parts: Readonly<Record<HomeSection, ReactNode>> = {
    needs: <NeedsSection needs={home.needs} />,
    runs: <RunsSection runs={home.runs} />,
    decisions: <DecisionsSection decisions={home.decisions} />,
    changes: <ChangesSection changes={home.changes} since={home.since} />,
    models: <ModelsSection models={home.models} />,
    portfolio: <PortfolioSection portfolio={home.portfolio} />,
  };
  return (
    <HomeProvider closed={closed}>
      <div ref={list} className="grid grid-cols-[minmax(0,1fr)] gap-4">
        {home.sections.map((section) => (
          <div key={section}>{parts[section]}</div>
        ))}
      </div>
    </HomeProvider>
  );
}
