"use client";
import {
  LayoutGrid,
  LogOut,
  type LucideIcon,
  Monitor,
  Moon,
  Rows3,
  Rows4,
  Sun,
  Zap,
} from "lucide-react";
import { useRouter } from "next/navigation";
import { signOut } from "next-auth/react";
import { useActiveHotkeys } from "@/components/ui/use-hotkeys";
import { routes } from "@/lib/core/routes";
import { navigationOf, settingsItem } from "./navigation";
import { usePreferences } from "./preferences-context";
import { useWorkspace } from "./workspace-context";

export interface PaletteCommand {
  /** Its identity, and what it is found by besides its label. */
  value: string;
  group: string;
  label: string;
  detail?: string | undefined;
  Icon: LucideIcon;
  hotkey?: string | undefined;
  run: () => void;
}

function useNavigationCommands(): PaletteCommand[] {
  const { slug, role, workspaces } = useWorkspace();
  const router = useRouter();
  const settings = settingsItem(slug);
  const places = [
    ...[...navigationOf(slug, role), settings].map((item) => ({
      ...item,
      hotkey: `g ${item.key}`,
    })),
    { ...settings, label: "Members", href: routes.members(slug), hotkey: undefined },
    { ...settings, label: "API tokens", href: routes.tokens(slug), hotkey: undefined },
  ].map(({ label, href, Icon, hotkey }) => ({ group: "Go to", label, href, Icon, hotkey }));
  const others = workspaces
    .filter((workspace) => workspace.slug !== slug)
    .map(({ slug: other, name }) => ({
      group: "Workspaces",
      label: `Switch to ${name}`,
      href: routes.home(other),
      Icon: LayoutGrid,
      hotkey: undefined,
    }));
  return [...places, ...others].map(({ href, ...command }) => ({
    ...command,
    value: href,
    run: () => router.push(href),
  }));
}

const FRAME_GROUPS: readonly string[] = ["Go to", "Everywhere"];

/** What the screen's own shortcuts do, by name. */
function useScreenCommands(): PaletteCommand[] {
  return useActiveHotkeys()
    .filter(({ group }) => !FRAME_GROUPS.includes(group))
    .flatMap(({ group, bindings }) =>
      bindings.map(({ keys, label, run }) => ({
        value: `${group} ${keys}`,
        group: "On this page",
        label,
        Icon: Zap,
        hotkey: keys,
        // After the palette has given focus back to the page.
        run: () => requestAnimationFrame(() => run(new KeyboardEvent("keydown"))),
      })),
    );
}

function usePreferenceCommands(): PaletteCommand[] {
  const { theme, setTheme, density, setDensity } = usePreferences();
  const themes = [
    { label: "Theme: light", Icon: Sun, isOn: theme === "light", run: () => setTheme("light") },
    { label: "Theme: dark", Icon: Moon, isOn: theme === "dark", run: () => setTheme("dark") },
    {
      label: "Theme: as the system",
      Icon: Monitor,
      isOn: theme === "system",
      run: () => setTheme("system"),
    },
  ];
  const densities = [
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
  ];
  const leave = {
    label: "Sign out",
    Icon: LogOut,
    isOn: false,
    run: () => void signOut({ callbackUrl: routes.signIn() }),
  };
  return [...themes, ...densities, leave]
    .filter(({ isOn }) => !isOn)
    .map(({ label, Icon, run }) => ({
      value: label,
      group: "Preferences and account",
      label,
      Icon,
      run,
    }));
}

/** Everything the palette can do here and now, in the order of its groups. */
export function usePaletteCommands(): PaletteCommand[] {
  const navigation = useNavigationCommands();
  const screen = useScreenCommands();
  const preferences = usePreferenceCommands();
  return [...navigation, ...screen, ...preferences];
}
