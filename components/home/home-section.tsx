"use client";
import { ChevronRight } from "lucide-react";
import { useQueryState } from "nuqs";
import { type ReactNode, useId, useTransition } from "react";
import { Button } from "@/components/ui/button";
import { Card } from "@/components/ui/card";
import { formatCount } from "@/lib/core/format";
import type { HomeSection as Section } from "@/lib/home/schema";
import { homeParams } from "@/lib/home/search-params";
import { useHome } from "./home-context";

interface HomeSectionProps {
  section: Section;
  title: string;
  /** How many there are of what it lists, and how many of them it shows. */
  total: number;
  shown: number;
  /** Where all of them are. */
  actions?: ReactNode | undefined;
  children: ReactNode;
}

/** A part of the home page, which is closed and opened by its heading; the browser remembers which are closed. */
export function HomeSection(props: HomeSectionProps) {
  const { section, title, total, shown, actions, children } = props;
  const { closed, toggle } = useHome();
  const id = useId();
  const isOpen = !closed.includes(section);
  return (
    <Card aria-labelledby={`${id} title`}>
      <header className="flex min-h-11 items-center gap-3 px-2 py-1">
        <h2 className="min-w-0 grow">
          <button
            type="button"
            aria-expanded={isOpen}
            aria-controls={isOpen ? id : undefined}
            onClick={() => toggle(section)}
            className="group flex min-h-control w-full items-center gap-2 rounded-md px-2 text-left font-semibold text-sm hover:bg-hover"
          >
            <ChevronRight
              aria-hidden="true"
              className="size-4 shrink-0 text-subtle group-aria-expanded:rotate-90"
            />
            <span id={`${id} title`}>{title}</span>
            {total > 0 ? (
              <span className="font-normal text-muted tabular-nums">{formatCount(total)}</span>
            ) : null}
          </button>
        </h2>
        {actions ? <div className="flex shrink-0 items-center pr-2">{actions}</div> : null}
      </header>
      {isOpen ? (
        <div id={id} className="border-t">
          {children}
          <More section={section} rest={total - shown} />
        </div>
      ) : null}
    </Card>
  );
}

/** Shows more lines of a section; nothing where there are none. */
function More({ section, rest }: { section: Section; rest: number }) {
  const [isLoading, startTransition] = useTransition();
  const [more, setMore] = useQueryState(
    "more",
    homeParams.more.withOptions({ shallow: false, startTransition }),
  );
  const isMore = more.includes(section);
  if (rest <= 0 && !isMore) return null;
  if (rest > 0 && isMore) return null;
  const next = isMore ? more.filter((one) => one !== section) : [...more, section];
  return (
    <div className="border-t px-2 py-1.5">
      <Button variant="ghost" size="sm" loading={isLoading} onClick={() => void setMore(next)}>
        {isMore ? "Show fewer" : "Show more"}
      </Button>
    </div>
  );
}
