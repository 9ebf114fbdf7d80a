"use client";
import { LogOut, Monitor, Moon, Rows3, Rows4, Sun, Zap } from "lucide-react";
import { useRouter } from "next/navigation";
import { signOut } from "next-auth/react";
import { Dialog as Primitive } from "radix-ui";
import { type ReactNode, useState } from "react";
import {
  Command,
  CommandEmpty,
  CommandGroup,
  CommandInput,
  CommandItem,
  CommandList,
} from "@/components/ui/command";
import { overlayStyles } from "@/components/ui/dialog";
import { Hotkey } from "@/components/ui/kbd";
import { useActiveHotkeys } from "@/components/ui/use-hotkeys";
import { routes } from "@/lib/core/routes";
import { useFrame } from "./frame-context";
import { navigationOf, settingsItem } from "./navigation";
import { usePreferences } from "./preferences-context";
import { useWorkspace } from "./workspace-context";

export function CommandPalette() {
  const frame = useFrame();
  if (!frame) return null;
  const close = () => frame.setOpen(null);
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
          <PaletteContent close={close} />
        </Primitive.Content>
      </Primitive.Portal>
    </Primitive.Root>
  );
}

function PaletteContent({ close }: { close: () => void }) {
  const [text, setText] = useState("");
  return (
    <Command loop label="Search and commands">
      <CommandInput
        autoFocus
        value={text}
        onValueChange={setText}
        placeholder="Search, or type a command…"
        className="h-12 text-base"
      />
      <CommandList className="max-h-[min(26rem,60dvh)]">
        <CommandEmpty>Nothing found for “{text}”.</CommandEmpty>
        <NavigationCommands close={close} />
        <ScreenCommands close={close} />
        <WorkspaceCommands close={close} />
        <PreferenceCommands close={close} />
      </CommandList>
    </Command>
  );
}

interface GroupProps {
  close: () => void;
}

interface PaletteItemProps {
  icon: ReactNode;
  label: string;
  hotkey?: string | undefined;
  onSelect: () => void;
}

function PaletteItem({ icon, label, hotkey, onSelect }: PaletteItemProps) {
  return (
    <CommandItem value={label} onSelect={onSelect} className="min-h-9">
      {icon}
      <span className="min-w-0 grow truncate">{label}</span>
      {hotkey ? <Hotkey keys={hotkey} /> : null}
    </CommandItem>
  );
}

function NavigationCommands({ close }: GroupProps) {
  const { slug } = useWorkspace();
  const router = useRouter();
  const places = [
    ...navigationOf(slug).map((item) => ({ ...item, hotkey: `g ${item.key}` })),
    { ...settingsItem(slug), hotkey: "g s" },
    { ...settingsItem(slug), label: "Members", href: routes.members(slug), hotkey: undefined },
    { ...settingsItem(slug), label: "API tokens", href: routes.tokens(slug), hotkey: undefined },
  ];
  return (
    <CommandGroup heading="Go to">
      {places.map(({ label, href, Icon, hotkey }) => (
        <PaletteItem
          key={href}
          icon={<Icon aria-hidden="true" />}
          label={label}
          hotkey={hotkey}
          onSelect={() => {
            close();
            router.push(href);
          }}
        />
      ))}
    </CommandGroup>
  );
}

const FRAME_GROUPS: readonly string[] = ["Go to", "Everywhere"];

/** What the screen's own shortcuts do, by name. */
function ScreenCommands({ close }: GroupProps) {
  const bindings = useActiveHotkeys()
    .filter(({ group }) => !FRAME_GROUPS.includes(group))
    .flatMap(({ group, bindings: own }) => own.map((binding) => ({ ...binding, group })));
  if (bindings.length === 0) return null;
  return (
    <CommandGroup heading="On this page">
      {bindings.map(({ group, keys, label, run }) => (
        <PaletteItem
          key={`${group} ${keys}`}
          icon={<Zap aria-hidden="true" />}
          label={label}
          hotkey={keys}
          onSelect={() => {
            close();
            // After the palette has given focus back to the page.
            requestAnimationFrame(() => run(new KeyboardEvent("keydown")));
          }}
        />
      ))}
    </CommandGroup>
  );
}

function WorkspaceCommands({ close }: GroupProps) {
  const { slug, workspaces } = useWorkspace();
  const router = useRouter();
  const others = workspaces.filter((workspace) => workspace.slug !== slug);
  if (others.length === 0) return null;
  return (
    <CommandGroup heading="Workspaces">
      {others.map((workspace) => (
        <PaletteItem
          key={workspace.slug}
          icon={<Zap aria-hidden="true" />}
          label={`Switch to ${workspace.name}`}
          onSelect={() => {
            close();
            router.push(routes.home(workspace.slug));
          }}
        />
      ))}
    </CommandGroup>
  );
}

function PreferenceCommands({ close }: GroupProps) {
  const { theme, setTheme, density, setDensity } = usePreferences();
  const commands = [
    { label: "Theme: light", Icon: Sun, isOn: theme === "light", run: () => setTheme("light") },
    { label: "Theme: dark", Icon: Moon, isOn: theme === "dark", run: () => setTheme("dark") },
    {
      label: "Theme: as the system",
      Icon: Monitor,
      isOn: theme === "system",
      run: () => setTheme("system"),
    },
    {
      label: "Density: compact",
      Icon: Rows4,
      isOn: density === "compact",
      run: () => setDensity("compact"),
    },
    {
      label: "Density: comfortable",
      Icon: Rows3,
      isOn: density === "comfortable",
      run: () => setDensity("comfortable"),
    },
    {
      label: "Sign out",
      Icon: LogOut,
      isOn: false,
      run: () => void signOut({ callbackUrl: routes.signIn() }),
    },
  ];
  return (
    <CommandGroup heading="Preferences and account">
      {commands
        .filter(({ isOn }) => !isOn)
        .map(({ label, Icon, run }) => (
          <PaletteItem
            key={label}
            icon={<Icon aria-hidden="true" />}
            label={label}
            onSelect={() => {
              close();
              run();
            }}
          />
        ))}
    </CommandGroup>
  );
}
