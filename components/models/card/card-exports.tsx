"use client";
import { Braces, Download, FileCode, Printer } from "lucide-react";
import { useWorkspace } from "@/components/shell/workspace-context";
import { Button } from "@/components/ui/button";
import {
  DropdownMenu,
  DropdownMenuContent,
  DropdownMenuItem,
  DropdownMenuTrigger,
} from "@/components/ui/dropdown-menu";
import { routes } from "@/lib/core/routes";
import type { CardDto } from "@/lib/models/dto/cards";

const FORMATS = [
  { format: "html", label: "Page for print", Icon: Printer },
  { format: "huggingface", label: "Hugging Face card (README.md)", Icon: FileCode },
  { format: "json", label: "JSON", Icon: Braces },
] as const;

/** A saved card as a file for elsewhere. */
export function CardExports({ card }: { card: CardDto }) {
  const { slug } = useWorkspace();
  return (
    <DropdownMenu>
      <DropdownMenuTrigger asChild>
        <Button size="sm">
          <Download aria-hidden="true" />
          Export
        </Button>
      </DropdownMenuTrigger>
      <DropdownMenuContent align="start">
        {FORMATS.map(({ format, label, Icon }) => (
          <DropdownMenuItem key={format} asChild>
            <a
              href={routes.modelCardFile(slug, card.model, card.version, {
                card: card.number,
                format,
              })}
              target={format === "html" ? "_blank" : undefined}
              rel="noreferrer"
            >
              <Icon aria-hidden="true" />
              {label}
            </a>
          </DropdownMenuItem>
        ))}
      </DropdownMenuContent>
    </DropdownMenu>
  );
}
