"use client";
import { Copy, GitCompareArrows, MoreHorizontal, Pencil, Plus, Tag, Trash2 } from "lucide-react";
import { useState } from "react";
import { Button } from "@/components/ui/button";
import { ConfirmDialog } from "@/components/ui/confirm-dialog";
import {
  ContextMenu,
  ContextMenuContent,
  ContextMenuItem,
  ContextMenuLabel,
  ContextMenuSeparator,
  ContextMenuTrigger,
} from "@/components/ui/context-menu";
import { CopyButton } from "@/components/ui/copy-button";
import { Dialog, DialogClose, DialogContent, DialogTrigger } from "@/components/ui/dialog";
import {
  DropdownMenu,
  DropdownMenuCheckboxItem,
  DropdownMenuContent,
  DropdownMenuItem,
  DropdownMenuLabel,
  DropdownMenuSeparator,
  DropdownMenuTrigger,
} from "@/components/ui/dropdown-menu";
import { Field } from "@/components/ui/field";
import { IconButton } from "@/components/ui/icon-button";
import { Input } from "@/components/ui/input";
import { Hotkey, Kbd } from "@/components/ui/kbd";
import { LinkButton } from "@/components/ui/link-button";
import { Popover, PopoverContent, PopoverTrigger } from "@/components/ui/popover";
import { Sheet, SheetContent, SheetTrigger } from "@/components/ui/sheet";
import { toast } from "@/components/ui/toast";
import { Tooltip } from "@/components/ui/tooltip";
import { routes } from "@/lib/core/routes";
import { Section, Specimen } from "./specimen";

const VARIANTS = ["primary", "secondary", "ghost", "danger", "link"] as const;

export function Actions() {
  return (
    <>
      <Section title="Buttons">
        {(["md", "sm"] as const).map((size) => (
          <Specimen key={size} name={size}>
            {VARIANTS.map((variant) => (
              <Button key={variant} variant={variant} size={size}>
                {variant === "primary" ? <Plus aria-hidden="true" /> : null}
                {variant}
              </Button>
            ))}
            <IconButton label="Edit" size={size}>
              <Pencil aria-hidden="true" />
            </IconButton>
            <IconButton label="More" variant="secondary" size={size}>
              <MoreHorizontal aria-hidden="true" />
            </IconButton>
          </Specimen>
        ))}
        <Specimen name="Loading, disabled, link">
          <Button variant="primary" loading>
            Save changes
          </Button>
          <Button loading>Compare</Button>
          <Button variant="primary" disabled>
            Save changes
          </Button>
          <Button disabled>Compare</Button>
          <LinkButton href={routes.gallery()}>A link</LinkButton>
          <CopyButton value="5e2fa90c41d84b7e" noun="run id" />
        </Specimen>
        <Specimen name="Keys">
          <Kbd>K</Kbd>
          <Hotkey keys="mod+k" />
          <Hotkey keys="g e" />
          <Hotkey keys="shift+enter" />
        </Specimen>
      </Section>
      <Section title="Layers">
        <Specimen name="Menus, popovers, tooltips">
          <SampleMenu />
          <SamplePopover />
          <Tooltip content="Compare the selected runs" hotkey="c">
            <Button>Hover me</Button>
          </Tooltip>
          <SampleContextMenu />
        </Specimen>
        <Specimen name="Dialogs, sheets, toasts">
          <SampleDialog />
          <SampleConfirm />
          <SampleSheet />
          <Button
            onClick={() =>
              toast("3 runs deleted", { undo: () => toast("Restored", { tone: "success" }) })
            }
          >
            Toast with undo
          </Button>
          <Button
            onClick={() =>
              toast("The run could not be renamed", {
                tone: "danger",
                description: "The server did not answer within 10 s.",
              })
            }
          >
            Toast of a failure
          </Button>
        </Specimen>
      </Section>
    </>
  );
}

function SampleMenu() {
  const [isPinned, setIsPinned] = useState(true);
  return (
    <DropdownMenu>
      <DropdownMenuTrigger asChild>
        <Button>
          <MoreHorizontal aria-hidden="true" /> Menu
        </Button>
      </DropdownMenuTrigger>
      <DropdownMenuContent>
        <DropdownMenuLabel>Run</DropdownMenuLabel>
        <DropdownMenuItem icon={<GitCompareArrows aria-hidden="true" />} hotkey="c">
          Compare
        </DropdownMenuItem>
        <DropdownMenuItem icon={<Tag aria-hidden="true" />}>Tag…</DropdownMenuItem>
        <DropdownMenuItem icon={<Copy aria-hidden="true" />} disabled>
          Copy id
        </DropdownMenuItem>
        <DropdownMenuCheckboxItem checked={isPinned} onCheckedChange={setIsPinned}>
          Pinned
        </DropdownMenuCheckboxItem>
        <DropdownMenuSeparator />
        <DropdownMenuItem icon={<Trash2 aria-hidden="true" />} tone="danger" hotkey="backspace">
          Delete
        </DropdownMenuItem>
      </DropdownMenuContent>
    </DropdownMenu>
  );
}

function SamplePopover() {
  return (
    <Popover>
      <PopoverTrigger asChild>
        <Button>Popover</Button>
      </PopoverTrigger>
      <PopoverContent aria-label="Rename run">
        <Field label="Name" required>
          <Input defaultValue="bright-heron-12" />
        </Field>
      </PopoverContent>
    </Popover>
  );
}

function SampleContextMenu() {
  return (
    <ContextMenu>
      <ContextMenuTrigger className="rounded-md border border-dashed px-3 py-1.5 text-muted">
        Right-click here
      </ContextMenuTrigger>
      <ContextMenuContent>
        <ContextMenuLabel>accuracy = 0.9231</ContextMenuLabel>
        <ContextMenuItem>Filter by this value</ContextMenuItem>
        <ContextMenuSeparator />
        <ContextMenuItem icon={<Copy aria-hidden="true" />}>Copy value</ContextMenuItem>
      </ContextMenuContent>
    </ContextMenu>
  );
}

function SampleDialog() {
  return (
    <Dialog>
      <DialogTrigger asChild>
        <Button>Dialog</Button>
      </DialogTrigger>
      <DialogContent
        title="New experiment"
        description="Runs that try to answer one question."
        footer={
          <>
            <DialogClose asChild>
              <Button>Cancel</Button>
            </DialogClose>
            <Button variant="primary">Create experiment</Button>
          </>
        }
      >
        <div className="grid gap-4">
          <Field label="Name" required description="Unique in this workspace.">
            <Input placeholder="churn-baseline" />
          </Field>
          <Field label="Owner" error="Nobody here has this address.">
            <Input defaultValue="ada@example.org" />
          </Field>
        </div>
      </DialogContent>
    </Dialog>
  );
}

function SampleConfirm() {
  const [open, setOpen] = useState(false);
  return (
    <>
      <Button variant="danger" onClick={() => setOpen(true)}>
        Confirm
      </Button>
      <ConfirmDialog
        open={open}
        onOpenChange={setOpen}
        title="Delete workspace “research”?"
        description="Its 12 experiments and 4,310 runs are deleted for good. This cannot be undone."
        confirmLabel="Delete workspace"
        tone="danger"
        typeToConfirm="research"
        onConfirm={async () => {
          await new Promise((resolve) => setTimeout(resolve, 800));
        }}
      />
    </>
  );
}

function SampleSheet() {
  return (
    <Sheet>
      <SheetTrigger asChild>
        <Button>Sheet</Button>
      </SheetTrigger>
      <SheetContent title="Columns" description="12 of 240 shown" footer={<Button>Reset</Button>}>
        <p className="text-muted">What fits here scrolls by itself.</p>
      </SheetContent>
    </Sheet>
  );
}
