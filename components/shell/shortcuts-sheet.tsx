"use client";
import { useState } from "react";
import { Dialog, DialogContent } from "@/components/ui/dialog";
import { Field } from "@/components/ui/field";
import { Hotkey } from "@/components/ui/kbd";
import { Switch } from "@/components/ui/switch";
import {
  areCharacterShortcutsOn,
  setCharacterShortcuts,
  useActiveHotkeys,
} from "@/components/ui/use-hotkeys";
import { useFrame } from "./frame-context";

export function ShortcutsSheet() {
  const frame = useFrame();
  if (!frame) return null;
  return (
    <Dialog
      open={frame.open === "shortcuts"}
      onOpenChange={(open) => frame.setOpen(open ? "shortcuts" : null)}
    >
      <DialogContent title="Keyboard shortcuts" size="lg" footer={<CharacterShortcuts />}>
        <ShortcutGroups />
      </DialogContent>
    </Dialog>
  );
}

/** The screen's own first: they are what one came to look up. */
function ShortcutGroups() {
  const active = useActiveHotkeys();
  const groups = new Map<string, { keys: string; label: string }[]>();
  for (const { group, bindings } of active)
    groups.set(group, [...(groups.get(group) ?? []), ...bindings]);
  return (
    <div className="columns-1 gap-8 sm:columns-2">
      {[...groups].reverse().map(([group, bindings]) => (
        <section key={group} className="mb-5 break-inside-avoid">
          <h3 className="mb-1 font-medium text-subtle text-xs">{group}</h3>
          <dl>
            {bindings.map(({ keys, label }) => (
              <div key={keys} className="flex items-center justify-between gap-4 border-b py-1.5">
                <dt className="text-sm">{label}</dt>
                <dd>
                  <Hotkey keys={keys} />
                </dd>
              </div>
            ))}
          </dl>
        </section>
      ))}
    </div>
  );
}

function CharacterShortcuts() {
  const [isOn, setIsOn] = useState(areCharacterShortcutsOn);
  return (
    <Field
      inline
      label="Single-key shortcuts"
      description="Turn them off when you dictate, or when they get in the way."
      className="mr-auto"
    >
      <Switch
        checked={isOn}
        onCheckedChange={(next) => {
          setIsOn(next);
          setCharacterShortcuts(next);
        }}
      />
    </Field>
  );
}
