import { clusterText, KIND_LOOKS, namesOf, ROLE_LABELS, roleText, stateLook } from "./node-looks";
import { type Layout, labelPlace, pathOf, sharedEnds, sizeOf } from "./prepare-layout";
import type { Picture, PictureCluster, PictureLink, PictureNode } from "./prepare-picture";
import type { Box } from "./prepare-walk";

/** The colours of the present theme, as any program reads them. */
export const SVG_COLORS = {
  canvas: "--canvas",
  surface: "--surface",
  fg: "--fg",
  muted: "--muted",
  line: "--line-control",
  border: "--line-strong",
  accent: "--accent",
  accentSoft: "--accent-soft",
} as const;

export interface SvgLook {
  colors: Readonly<Record<keyof typeof SVG_COLORS, string>>;
  /** Cuts a text to a width in pixels, at a font as CSS writes it. */
  cut: (text: string, width: number, font: string) => string;
}

export interface SvgCaption {
  title: string;
  about: string;
}

export const SVG_FAMILY = '"Inter Variable", Inter, system-ui, sans-serif';
const MARGIN = 32;
const HEADER = 60;
const SPACE = 12;
const NAME = { size: 14, weight: 500 };
const ABOUT = { size: 12, weight: 400 };
/** As much as fits between two columns. */
const LABEL_WIDTH = 72;
const LABEL = { size: 11, weight: 400 };
const CLUSTER = { size: 12, weight: 500 };
const TITLE = { size: 18, weight: 600 };

const ENTITIES: Readonly<Record<string, string>> = {
  "&": "&amp;",
  "<": "&lt;",
  ">": "&gt;",
  '"': "&quot;",
};
/** Characters that XML 1.0 has no way to write are left out. */
const UNWRITABLE = /[^\t\n\r\u0020-\uD7FF\uE000-\uFFFD\u{10000}-\u{10FFFF}]/gu;

const escaped = (text: string) =>
  text.replaceAll(UNWRITABLE, "").replaceAll(/[&<>"]/g, (one) => ENTITIES[one] ?? one);

const fontOf = ({ size, weight }: typeof NAME) => `${weight} ${size}px ${SVG_FAMILY}`;

interface Writing {
  x: number;
  y: number;
  text: string;
  font: typeof NAME;
  color: string;
  /** Drawn around the letters, so that lines behind do not cross them. */
  halo?: string | undefined;
}

function written({ x, y, text, font, color, halo }: Writing): string {
  const behind = halo
    ? ` text-anchor="middle" stroke="${halo}" stroke-width="5" stroke-linejoin="round" paint-order="stroke"`
    : "";
  return `<text x="${x}" y="${y}" dy="0.32em" font-size="${font.size}" font-weight="${font.weight}" fill="${color}"${behind}>${escaped(text)}</text>`;
}

/** Kind, state, places and whatever else its domain says, since a picture on paper answers no pointer. */
function aboutOf({ node }: PictureNode): string {
  const kind = KIND_LOOKS[node.kind].label;
  const { about } = namesOf(node);
  const state = stateLook(node);
  const parts = [kind, state?.label ?? "", ...node.places, about === kind ? "" : about];
  return parts.filter((part) => part !== "").join(" · ");
}

function drawNode(item: PictureNode, box: Box, { colors, cut }: SvgLook): string {
  const width = box.width - 2 * SPACE;
  const x = box.x + SPACE;
  const middle = box.y + box.height / 2;
  const { name } = namesOf(item.node);
  const about = aboutOf(item);
  const [fill, stroke] = item.isFocus
    ? [colors.accentSoft, colors.accent]
    : [colors.surface, colors.border];
  return [
    `<g data-node="${escaped(item.id)}"><title>${escaped(`${item.node.title}: ${about}`)}</title>`,
    `<rect x="${box.x}" y="${box.y}" width="${box.width}" height="${box.height}" rx="8" fill="${fill}" stroke="${stroke}"/>`,
    written({
      x,
      y: middle - 10,
      text: cut(name, width, fontOf(NAME)),
      font: NAME,
      color: colors.fg,
    }),
    written({
      x,
      y: middle + 11,
      text: cut(about, width, fontOf(ABOUT)),
      font: ABOUT,
      color: colors.muted,
    }),
    "</g>",
  ].join("");
}

function drawCluster(item: PictureCluster, box: Box, { colors, cut }: SvgLook): string {
  const text = cut(clusterText(item.cluster), box.width - 2 * SPACE, fontOf(CLUSTER));
  return [
    `<g data-node="${escaped(item.id)}">`,
    `<rect x="${box.x}" y="${box.y}" width="${box.width}" height="${box.height}" rx="6" fill="${colors.canvas}" stroke="${colors.line}" stroke-dasharray="4 3"/>`,
    written({
      x: box.x + SPACE,
      y: box.y + box.height / 2,
      text,
      font: CLUSTER,
      color: colors.muted,
    }),
    "</g>",
  ].join("");
}

function drawLink(link: PictureLink, layout: Layout, sharesEnd: boolean, look: SvgLook): string {
  const points = layout.lines.get(link.id);
  if (!points || points.length < 2) return "";
  const { colors, cut } = look;
  const dashes = link.edge ? "" : ' stroke-dasharray="4 4"';
  const line = `<path data-link="${escaped(link.id)}" d="${pathOf(points)}" fill="none" stroke="${colors.line}" stroke-width="1.25"${dashes} marker-end="url(#arrow)"/>`;
  const place = link.edge ? labelPlace(points, sharesEnd) : null;
  if (!place || !link.edge) return line;
  const full = roleText(link.edge);
  const isShort = cut(full, LABEL_WIDTH, fontOf(LABEL)) === full;
  const text = isShort ? full : ROLE_LABELS[link.edge.role];
  return `${line}${written({ ...place, text, font: LABEL, color: colors.muted, halo: colors.canvas })}`;
}

function boundsOf({ boxes, lines }: Layout) {
  const corners = [...boxes.values()].flatMap(({ x, y, width, height }) => [
    { x, y },
    { x: x + width, y: y + height },
  ]);
  const points = [...corners, ...[...lines.values()].flat()];
  const left = points.reduce((least, { x }) => Math.min(least, x), Number.POSITIVE_INFINITY);
  const top = points.reduce((least, { y }) => Math.min(least, y), Number.POSITIVE_INFINITY);
  const right = points.reduce((most, { x }) => Math.max(most, x), left);
  const bottom = points.reduce((most, { y }) => Math.max(most, y), top);
  return { left, top, width: right - left, height: bottom - top };
}

const LEAST_WIDTH = 480;

/** The graph as it is arranged, whole, as a file of its own: nothing in it is fetched from elsewhere. */
export function toSvg(picture: Picture, layout: Layout, caption: SvgCaption, look: SvgLook) {
  const { colors, cut } = look;
  const bounds = boundsOf(layout);
  const width = Math.ceil(Math.max(bounds.width, LEAST_WIDTH) + 2 * MARGIN);
  const height = Math.ceil(bounds.height + 2 * MARGIN + HEADER);
  const shared = sharedEnds(picture.links);
  const room = width - 2 * MARGIN;
  const items = picture.items.map((item) => {
    const place = layout.boxes.get(item.id);
    if (!place) return "";
    const box = { ...place, ...sizeOf(item) };
    return item.type === "node" ? drawNode(item, box, look) : drawCluster(item, box, look);
  });
  const svg = [
    `<svg xmlns="http://www.w3.org/2000/svg" width="${width}" height="${height}" viewBox="0 0 ${width} ${height}" font-family="${escaped(SVG_FAMILY)}" role="img">`,
    `<title>${escaped(caption.title)}</title><desc>${escaped(caption.about)}</desc>`,
    `<defs><marker id="arrow" viewBox="0 0 8 8" refX="7" refY="4" markerWidth="8" markerHeight="8" markerUnits="userSpaceOnUse" orient="auto"><path d="M0 0L8 4L0 8z" fill="${colors.line}"/></marker></defs>`,
    `<rect width="${width}" height="${height}" fill="${colors.canvas}"/>`,
    written({
      x: MARGIN,
      y: MARGIN + 2,
      text: cut(caption.title, room, fontOf(TITLE)),
      font: TITLE,
      color: colors.fg,
    }),
    written({
      x: MARGIN,
      y: MARGIN + 26,
      text: cut(caption.about, room, fontOf(ABOUT)),
      font: ABOUT,
      color: colors.muted,
    }),
    `<g transform="translate(${MARGIN - bounds.left} ${MARGIN + HEADER - bounds.top})">`,
    ...picture.links.map((link) => drawLink(link, layout, shared.has(link.id), look)),
    ...items,
    "</g></svg>",
  ].join("\n");
  return { svg, width, height };
}
