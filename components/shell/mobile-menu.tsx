"use client";
import { Menu } from "lucide-react";
import { Dialog as Primitive } from "radix-ui";
import { CloseButton, overlayStyles } from "@/components/ui/dialog";
import { IconButton } from "@/components/ui/icon-button";
import { ConnectionState } from "./connection-state";
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
  return (
    <Primitive.Root
      open={frame.open === "menu"}
      onOpenChange={(open) => frame.setOpen(open ? "menu" : null)}
    >
      <Primitive.Portal>
        <Primitive.Overlay className={overlayStyles} />
        <Primitive.Content
          aria-describedby={undefined}
          className="fixed inset-y-0 left-0 z-50 w-72 max-w-[85vw] border-r bg-canvas shadow-lg outline-none data-[state=closed]:animate-fade-out data-[state=open]:animate-slide-left"
        >
          <Primitive.Title className="sr-only">Navigation</Primitive.Title>
          <SidebarContent
            collapsed={false}
            onNavigate={() => frame.setOpen(null)}
            status={<ConnectionState collapsed={false} />}
            toggle={<CloseButton />}
          />
        </Primitive.Content>
      </Primitive.Portal>
    </Primitive.Root>
  );
}
