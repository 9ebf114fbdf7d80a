"use client";
import { SVG_COLORS, type SvgLook } from "./prepare-svg";

const ELLIPSIS = "…";

/** Cuts by what the browser's own fonts measure. */
function fitter(): SvgLook["cut"] {
  const context = document.createElement("canvas").getContext("2d");
  return (text, width, font) => {
    if (!context) return text;
    context.font = font;
    if (context.measureText(text).width <= width) return text;
    const letters = [...text];
    let fits = 0;
    let tooMany = letters.length;
    while (tooMany - fits > 1) {
      const middle = Math.floor((fits + tooMany) / 2);
      const part = letters.slice(0, middle).join("") + ELLIPSIS;
      if (context.measureText(part).width <= width) fits = middle;
      else tooMany = middle;
    }
    return letters.slice(0, fits).join("").trimEnd() + ELLIPSIS;
  };
}

/** The present theme's colours: other programs know neither our tokens nor `light-dark()`. */
export function readSvgLook(): SvgLook {
  const probe = document.createElement("span");
  probe.hidden = true;
  document.body.append(probe);
  const read = (token: string) => {
    probe.style.color = `var(${token})`;
    return getComputedStyle(probe).color;
  };
  const colors = {
    canvas: read(SVG_COLORS.canvas),
    surface: read(SVG_COLORS.surface),
    fg: read(SVG_COLORS.fg),
    muted: read(SVG_COLORS.muted),
    line: read(SVG_COLORS.line),
    border: read(SVG_COLORS.border),
    accent: read(SVG_COLORS.accent),
    accentSoft: read(SVG_COLORS.accentSoft),
  };
  probe.remove();
  return { colors, cut: fitter() };
}

export const svgBlob = (svg: string) => new Blob([svg], { type: "image/svg+xml;charset=utf-8" });

/** Browsers draw no canvas greater than about this, in pixels. */
const LONGEST_SIDE = 16_000;
const MOST_PIXELS = 100_000_000;

/** The same as an image, twice as sharp as on screen where it is not too large for that. Rejects when it cannot be drawn. */
export async function toPng(picture: {
  svg: string;
  width: number;
  height: number;
}): Promise<Blob> {
  const { svg, width, height } = picture;
  const scale = Math.min(
    2,
    LONGEST_SIDE / Math.max(width, height),
    Math.sqrt(MOST_PIXELS / (width * height)),
  );
  const url = URL.createObjectURL(svgBlob(svg));
  try {
    const image = new Image();
    image.src = url;
    await image.decode();
    const canvas = document.createElement("canvas");
    canvas.width = Math.round(width * scale);
    canvas.height = Math.round(height * scale);
    canvas.getContext("2d")?.drawImage(image, 0, 0, canvas.width, canvas.height);
    return await new Promise((resolve, reject) => {
      canvas.toBlob((blob) =>
        blob ? resolve(blob) : reject(new Error("The picture is too large for an image.")),
      );
    });
  } finally {
    URL.revokeObjectURL(url);
  }
}
