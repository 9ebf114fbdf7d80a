"use client";
import Image from "next/image";
import { SignatureCard } from "@/components/models/signature-card";
import { useOrigin } from "@/components/models/use-origin";
import { Callout } from "@/components/ui/callout";
import { CodeBlock } from "@/components/ui/code-block";
import { Markdown } from "@/components/ui/markdown";
import { loadCode } from "@/lib/models/rules/snippets";
import type { ArtifactPreview } from "@/lib/storage/preview/preview";
import { indentJson } from "../indent-json";
import { ArtifactTable } from "./artifact-table";
import { ArtifactText } from "./artifact-text";
import { DownloadLink } from "./download-link";
import { NotebookView } from "./notebook-view";
import { SandboxedFrame } from "./sandboxed-frame";

interface ArtifactContentProps {
  preview: ArtifactPreview;
  /** How MLflow names the model that the file would describe. */
  modelUri: string;
  path: string;
  /** Where the file itself is. */
  href: string;
}

interface ModelProps {
  preview: Extract<ArtifactPreview, { kind: "model" }>;
  modelUri: string;
  path: string;
}

function Model({ preview, modelUri, path }: ModelProps) {
  const origin = useOrigin();
  const { model, text } = preview;
  return (
    <div className="grid gap-4">
      <SignatureCard card={model} />
      <CodeBlock
        language="Python"
        code={loadCode({ uri: modelUri, flavors: model.flavors, origin })}
      />
      <ArtifactText text={text} label={path} />
    </div>
  );
}

function Html({ text, title }: { text: string; title: string }) {
  return (
    <div className="grid gap-2">
      <p className="text-muted text-xs">
        Scripts do not run here, and nothing is fetched from elsewhere. Download the page to see it
        whole.
      </p>
      <SandboxedFrame title={title} html={text} className="h-[70dvh]" />
    </div>
  );
}

function Shown({ preview, modelUri, path, href }: ArtifactContentProps) {
  switch (preview.kind) {
    case "text":
      return (
        <ArtifactText
          text={preview.syntax === "json" ? indentJson(preview.text) : preview.text}
          label={path}
        />
      );
    case "markdown":
      return <Markdown text={preview.text} />;
    case "html":
      return <Html text={preview.text} title={path} />;
    case "notebook":
      return <NotebookView notebook={preview.notebook} />;
    case "table":
      return <ArtifactTable preview={preview} label={path} />;
    case "image":
      return (
        <div className="relative h-[60dvh] overflow-hidden rounded-md border bg-white">
          <Image src={href} alt={path} fill unoptimized className="object-scale-down p-2" />
        </div>
      );
    case "model":
      return <Model preview={preview} modelUri={modelUri} path={path} />;
    case "none":
      return (
        <Callout tone="info" actions={<DownloadLink href={href} size="sm" />}>
          {preview.reason}
        </Callout>
      );
  }
}

/** What can be shown of a file, and a word when that is not all of it. */
export function ArtifactContent(props: ArtifactContentProps) {
  const { preview } = props;
  const isCut = "isTruncated" in preview && preview.isTruncated;
  return (
    <div className="grid gap-3">
      {isCut ? (
        <Callout tone="info">Only the beginning is shown. Download the file for the rest.</Callout>
      ) : null}
      <Shown {...props} />
    </div>
  );
}
