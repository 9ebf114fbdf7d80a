"use client";
import { Menu } from "lucide-react";
import { IconButton } from "@/components/ui/icon-button";
import { Sheet, SheetContent } from "@/components/ui/sheet";
import { useFrame } from "./frame-context";
import { SidebarContent } from "./sidebar-content";

/** Opens the navigation where the window is too narrow to keep it beside the page. */
export function MobileMenuButton() {
  const frame = useFrame();
  if (!frame) return null;
  return (
    <IconButton
      label="Open navigation"
      className="-ml-2 lg:hidden"
      onClick={() => frame.setOpen("menu")}
    >
      <Menu aria-hidden="true" />
    </IconButton>
  );
}

export function MobileMenu() {
  const frame = useFrame();
  if (!frame) return null;
  const close = () => frame.setOpen(null);
  return (
    <Sheet
      open={frame.open === "menu"}
      onOpenChange={(open) => frame.setOpen(open ? "menu" : null)}
    >
      <SheetContent side="left" title="Navigation" className="max-w-72 bg-canvas">
        <div className="-m-4 h-full">
          <SidebarContent collapsed={false} onNavigate={close} />
        </div>
      </SheetContent>
    </Sheet>
  );
}
