"use client";
import {
  Keyboard,
  KeyRound,
  LogOut,
  type LucideIcon,
  Monitor,
  Moon,
  Rows3,
  Rows4,
  Sun,
} from "lucide-react";
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

const THEME_LABELS: Record<Theme, { label: string; Icon: LucideIcon }> = {
  system: { label: "System", Icon: Monitor },
  light: { label: "Light", Icon: Sun },
  dark: { label: "Dark", Icon: Moon },
};
const DENSITY_LABELS: Record<Density, { label: string; Icon: LucideIcon }> = {
  comfortable: { label: "Comfortable", Icon: Rows3 },
  compact: { label: "Compact", Icon: Rows4 },
};

export function AccountMenu({ collapsed }: { collapsed: boolean }) {
  const { slug, person } = useWorkspace();
  const frame = useFrame();
  const router = useRouter();
  const { theme, setTheme, density, setDensity } = usePreferences();
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
        <ChoiceMenu
          title="Theme"
          labels={THEME_LABELS}
          values={THEMES}
          value={theme}
          onChange={setTheme}
        />
        <ChoiceMenu
          title="Density"
          labels={DENSITY_LABELS}
          values={DENSITIES}
          value={density}
          onChange={setDensity}
        />
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

interface ChoiceMenuProps<Value extends string> {
  title: string;
  labels: Readonly<Record<Value, { label: string; Icon: LucideIcon }>>;
  values: readonly Value[];
  value: Value;
  onChange: (value: Value) => void;
}

/** One of a few, in a menu of its own. */
function ChoiceMenu<Value extends string>(props: ChoiceMenuProps<Value>) {
  const { Icon } = props.labels[props.value];
  const choose = (text: string) => {
    const chosen = props.values.find((one) => one === text);
    if (chosen) props.onChange(chosen);
  };
  return (
    <DropdownMenuSub>
      <DropdownMenuSubTrigger icon={<Icon aria-hidden="true" />}>
        {props.title}
      </DropdownMenuSubTrigger>
      <DropdownMenuSubContent>
        <DropdownMenuLabel>{props.title}</DropdownMenuLabel>
        <DropdownMenuRadioGroup value={props.value} onValueChange={choose}>
          {props.values.map((value) => {
            const { label, Icon: ItemIcon } = props.labels[value];
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
