"use client";
import { useQuery } from "@tanstack/react-query";
import { Boxes, CirclePlay, FlaskConical } from "lucide-react";
import { useRouter } from "next/navigation";
import { Dialog as Primitive } from "radix-ui";
import { useState } from "react";
import {
  Command,
  CommandGroup,
  CommandInput,
  CommandItem,
  CommandList,
} from "@/components/ui/command";
import { overlayStyles } from "@/components/ui/dialog";
import { filterOptions } from "@/components/ui/filter-options";
import { Hotkey } from "@/components/ui/kbd";
import { Spinner } from "@/components/ui/spinner";
import { useActiveItem } from "@/components/ui/use-active-item";
import { useDebounced } from "@/components/ui/use-debounced";
import { useFrame } from "./frame-context";
import { type PaletteCommand, usePaletteCommands } from "./palette-commands";
import { type SearchHit, SHORTEST_SEARCH, searchHitsOptions } from "./search-hits";
import { useWorkspace } from "./workspace-context";

const KINDS: Record<SearchHit["kind"], { group: string; Icon: PaletteCommand["Icon"] }> = {
  experiment: { group: "Experiments", Icon: FlaskConical },
  run: { group: "Runs", Icon: CirclePlay },
  model: { group: "Models", Icon: Boxes },
};
const SEARCH_DELAY_MS = 120;

export function CommandPalette() {
  const frame = useFrame();
  if (!frame) return null;
  return (
    <Primitive.Root
      open={frame.open === "palette"}
      onOpenChange={(open) => frame.setOpen(open ? "palette" : null)}
    >
      <Primitive.Portal>
        <Primitive.Overlay className={overlayStyles} />
        <Primitive.Content
          aria-describedby={undefined}
          className="fixed inset-x-3 top-[max(1rem,12dvh)] z-50 mx-auto max-w-150 overflow-hidden rounded-xl border border-line-strong bg-raised shadow-lg outline-none data-[state=closed]:animate-fade-out data-[state=open]:animate-pop"
        >
          <Primitive.Title className="sr-only">Search and commands</Primitive.Title>
          <PaletteContent close={() => frame.setOpen(null)} />
        </Primitive.Content>
      </Primitive.Portal>
    </Primitive.Root>
  );
}

/** What was found by name, as commands that go there. */
function useHits(text: string) {
  const { slug } = useWorkspace();
  const router = useRouter();
  const wanted = useDebounced(text.trim(), SEARCH_DELAY_MS);
  const { data, isFetching, error } = useQuery(searchHitsOptions(slug, wanted));
  const hits = text.trim().length < SHORTEST_SEARCH ? [] : (data ?? []);
  const commands = hits.map(
    ({ kind, label, detail, href }): PaletteCommand => ({
      ...KINDS[kind],
      value: href,
      label,
      detail,
      run: () => router.push(href),
    }),
  );
  return { commands, isFetching, error };
}

function PaletteContent({ close }: { close: () => void }) {
  const [text, setText] = useState("");
  const hits = useHits(text);
  // What is found later comes last, so that Enter does what it would have done a moment ago.
  const shown = [...filterOptions(usePaletteCommands(), text), ...hits.commands];
  const groups = [...new Set(shown.map(({ group }) => group))];
  const { active, setActive } = useActiveItem(shown);
  return (
    <Command
      loop
      shouldFilter={false}
      label="Search and commands"
      value={active}
      onValueChange={setActive}
    >
      <div className="relative">
        <CommandInput
          autoFocus
          value={text}
          onValueChange={(next) => {
            setText(next);
            setActive("");
          }}
          placeholder="Find an experiment, a run, a model, or a command…"
          className="h-12 pr-8 text-base"
        />
        {hits.isFetching ? (
          <Spinner className="absolute top-4 right-3 text-subtle" label="Searching" />
        ) : null}
      </div>
      <CommandList className="max-h-[min(26rem,60dvh)]">
        {groups.map((group) => (
          <CommandGroup key={group} heading={group}>
            {shown
              .filter((command) => command.group === group)
              .map((command) => (
                <PaletteItem key={command.value} command={command} close={close} />
              ))}
          </CommandGroup>
        ))}
        <p role="status" className="px-3 py-6 text-center text-muted text-sm empty:hidden">
          {statusOf(text, shown.length, hits)}
        </p>
      </CommandList>
    </Command>
  );
}

function statusOf(
  text: string,
  shown: number,
  { isFetching, error }: { isFetching: boolean; error: Error | null },
): string | null {
  if (error) return `The search failed: ${error.message}`;
  return shown > 0 || isFetching ? null : `Nothing found for “${text}”.`;
}

interface PaletteItemProps {
  command: PaletteCommand;
  close: () => void;
}

function PaletteItem({ command, close }: PaletteItemProps) {
  const { value, label, detail, Icon, hotkey, run } = command;
  return (
    <CommandItem
      value={value}
      className="min-h-9"
      onSelect={() => {
        close();
        run();
      }}
    >
      <Icon aria-hidden="true" />
      <span className="min-w-0 truncate">{label}</span>
      {detail ? <span className="min-w-0 truncate text-subtle text-xs">{detail}</span> : null}
      {hotkey ? <Hotkey keys={hotkey} className="ml-auto" /> : null}
    </CommandItem>
  );
}
