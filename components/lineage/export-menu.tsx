"use client";
import { Braces, FileDown, Image as ImageIcon, Shapes } from "lucide-react";
import { download, jsonBlob } from "@/components/ui/download";
import {
  DropdownMenu,
  DropdownMenuContent,
  DropdownMenuItem,
  DropdownMenuTrigger,
} from "@/components/ui/dropdown-menu";
import { IconButton } from "@/components/ui/icon-button";
import { toast } from "@/components/ui/toast";
import { formatDateTime } from "@/lib/core/format";
import type { LineageGraphDto } from "@/lib/lineage/dto";
import { readSvgLook, svgBlob, toPng } from "./export-graph";
import type { Layout } from "./prepare-layout";
import type { Picture } from "./prepare-picture";
import { type SvgCaption, toSvg } from "./prepare-svg";

interface ExportMenuProps {
  graph: LineageGraphDto;
  picture: Picture;
  layout: Layout;
  /** The moment that the graph shows, ISO; null for now. */
  asOf: string | null;
  timeZone: string;
}

const BOUNDS = "There is more than this picture holds.";

function captionOf({ graph, asOf, timeZone }: ExportMenuProps): SvgCaption & { file: string } {
  const moment = `As of ${formatDateTime(asOf === null ? Date.now() : Date.parse(asOf), timeZone)}.`;
  const title = graph.nodes.find(({ id }) => id === graph.focus)?.title ?? graph.focus;
  const isWhole = !graph.isTruncated && graph.cutOff === null;
  return {
    title: `Lineage of ${title}`,
    about: [moment, ...(isWhole ? [] : [BOUNDS])].join(" "),
    file: `lineage-${title.replaceAll(/[^\p{L}\p{N}.-]+/gu, "-").slice(0, 80)}`,
  };
}

/** Takes the graph away: as a drawing, as an image, or as data. */
export function ExportMenu(props: ExportMenuProps) {
  const { graph, picture, layout } = props;
  const draw = () => {
    const caption = captionOf(props);
    return { ...toSvg(picture, layout, caption, readSvgLook()), file: caption.file };
  };
  const saveSvg = () => {
    const { svg, file } = draw();
    download(svgBlob(svg), `${file}.svg`);
  };
  const savePng = async () => {
    try {
      const drawn = draw();
      download(await toPng(drawn), `${drawn.file}.png`);
    } catch {
      toast("The graph is too large for an image. Take the SVG instead.", { tone: "danger" });
    }
  };
  return (
    <DropdownMenu>
      <DropdownMenuTrigger asChild>
        <IconButton size="sm" label="Export">
          <FileDown aria-hidden="true" />
        </IconButton>
      </DropdownMenuTrigger>
      <DropdownMenuContent side="top">
        <DropdownMenuItem icon={<ImageIcon aria-hidden="true" />} onSelect={() => void savePng()}>
          Image (PNG)
        </DropdownMenuItem>
        <DropdownMenuItem icon={<Shapes aria-hidden="true" />} onSelect={saveSvg}>
          Drawing (SVG)
        </DropdownMenuItem>
        <DropdownMenuItem
          icon={<Braces aria-hidden="true" />}
          onSelect={() => download(jsonBlob(graph), `${captionOf(props).file}.json`)}
        >
          Data (JSON)
        </DropdownMenuItem>
      </DropdownMenuContent>
    </DropdownMenu>
  );
}
