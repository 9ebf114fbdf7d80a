"use client";
import { Keyboard, KeyRound, LogOut, Monitor, Moon, Rows3, Rows4, Sun } from "lucide-react";
import { useRouter } from "next/navigation";
import { signOut } from "next-auth/react";
import { Avatar } from "@/components/ui/avatar";
import { cn } from "@/components/ui/class-names";
import {
  DropdownMenu,
  DropdownMenuContent,
  DropdownMenuItem,
  DropdownMenuLabel,
  DropdownMenuRadioGroup,
  DropdownMenuRadioItem,
  DropdownMenuSeparator,
  DropdownMenuSub,
  DropdownMenuSubContent,
  DropdownMenuSubTrigger,
  DropdownMenuTrigger,
} from "@/components/ui/dropdown-menu";
import { DENSITIES, type Density, THEMES, type Theme } from "@/lib/core/preferences";
import { routes } from "@/lib/core/routes";
import { useFrame } from "./frame-context";
import { usePreferences } from "./preferences-context";
import { useWorkspace } from "./workspace-context";

const THEME_LABELS: Record<Theme, { label: string; Icon: typeof Sun }> = {
  system: { label: "System", Icon: Monitor },
  light: { label: "Light", Icon: Sun },
  dark: { label: "Dark", Icon: Moon },
};
const DENSITY_LABELS: Record<Density, { label: string; Icon: typeof Sun }> = {
  comfortable: { label: "Comfortable", Icon: Rows3 },
  compact: { label: "Compact", Icon: Rows4 },
};

export function AccountMenu({ collapsed }: { collapsed: boolean }) {
  const { slug, person } = useWorkspace();
  const frame = useFrame();
  const router = useRouter();
  return (
    <DropdownMenu>
      <DropdownMenuTrigger
        aria-label={`Account: ${person.name}`}
        className={cn(
          "flex h-10 w-full min-w-0 items-center gap-2.5 rounded-md px-1.5 text-left hover:bg-hover data-[state=open]:bg-hover",
          collapsed && "w-control justify-center px-0",
        )}
      >
        <Avatar name={person.name} size="md" className="size-6" />
        {collapsed ? null : <span className="min-w-0 grow truncate text-sm">{person.name}</span>}
      </DropdownMenuTrigger>
      <DropdownMenuContent side="top" className="w-60">
        <div className="grid px-2 pt-1.5 pb-1">
          <span className="truncate font-medium text-sm">{person.name}</span>
          <span className="truncate text-muted text-xs">{person.email}</span>
        </div>
        <DropdownMenuSeparator />
        <ThemeMenu />
        <DensityMenu />
        <DropdownMenuItem
          icon={<Keyboard aria-hidden="true" />}
          hotkey="?"
          onSelect={() => frame?.setOpen("shortcuts")}
        >
          Keyboard shortcuts
        </DropdownMenuItem>
        <DropdownMenuItem
          icon={<KeyRound aria-hidden="true" />}
          onSelect={() => router.push(routes.tokens(slug))}
        >
          API tokens
        </DropdownMenuItem>
        <DropdownMenuSeparator />
        <DropdownMenuItem
          icon={<LogOut aria-hidden="true" />}
          onSelect={() => void signOut({ callbackUrl: routes.signIn() })}
        >
          Sign out
        </DropdownMenuItem>
      </DropdownMenuContent>
    </DropdownMenu>
  );
}

function ThemeMenu() {
  const { theme, setTheme } = usePreferences();
  const { Icon } = THEME_LABELS[theme];
  return (
    <DropdownMenuSub>
      <DropdownMenuSubTrigger icon={<Icon aria-hidden="true" />}>Theme</DropdownMenuSubTrigger>
      <DropdownMenuSubContent>
        <DropdownMenuLabel>Theme</DropdownMenuLabel>
        <DropdownMenuRadioGroup
          value={theme}
          onValueChange={(value) => setTheme(THEMES.find((one) => one === value) ?? "system")}
        >
          {THEMES.map((value) => {
            const { label, Icon: ItemIcon } = THEME_LABELS[value];
            return (
              <DropdownMenuRadioItem key={value} value={value}>
                <ItemIcon aria-hidden="true" />
                {label}
              </DropdownMenuRadioItem>
            );
          })}
        </DropdownMenuRadioGroup>
      </DropdownMenuSubContent>
    </DropdownMenuSub>
  );
}

function DensityMenu() {
  const { density, setDensity } = usePreferences();
  const { Icon } = DENSITY_LABELS[density];
  return (
    <DropdownMenuSub>
      <DropdownMenuSubTrigger icon={<Icon aria-hidden="true" />}>Density</DropdownMenuSubTrigger>
      <DropdownMenuSubContent>
        <DropdownMenuLabel>Density</DropdownMenuLabel>
        <DropdownMenuRadioGroup
          value={density}
          onValueChange={(value) =>
            setDensity(DENSITIES.find((one) => one === value) ?? "comfortable")
          }
        >
          {DENSITIES.map((value) => {
            const { label, Icon: ItemIcon } = DENSITY_LABELS[value];
            return (
              <DropdownMenuRadioItem key={value} value={value}>
                <ItemIcon aria-hidden="true" />
                {label}
              </DropdownMenuRadioItem>
            );
          })}
        </DropdownMenuRadioGroup>
      </DropdownMenuSubContent>
    </DropdownMenuSub>
  );
}
