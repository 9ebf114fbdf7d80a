import type { ChartTheme } from "./chart-theme";
import type { Box, Frame } from "./prepare-frame";
import type { DrawnLine, MarkedSample, Polyline } from "./prepare-lines";
import { DASHES } from "./prepare-styles";

type Context = CanvasRenderingContext2D;

const FONT = '11px "Inter Variable", ui-sans-serif, system-ui, sans-serif';

/** Makes a canvas of the given CSS size sharp on its screen, empties it, and answers its context. */
export function openCanvas(
  canvas: HTMLCanvasElement,
  width: number,
  height: number,
): Context | null {
  const ratio = window.devicePixelRatio || 1;
  const [pixelWidth, pixelHeight] = [Math.round(width * ratio), Math.round(height * ratio)];
  if (canvas.width !== pixelWidth) canvas.width = pixelWidth;
  if (canvas.height !== pixelHeight) canvas.height = pixelHeight;
  const context = canvas.getContext("2d");
  context?.setTransform(ratio, 0, 0, ratio, 0, 0);
  context?.clearRect(0, 0, width, height);
  return context;
}

/** Middle of a device pixel, where a line one pixel wide is sharp. */
const crisp = (value: number) => Math.round(value) + 0.5;

export function drawAxes(context: Context, frame: Frame, theme: ChartTheme): void {
  const { plot, x, y, xTicks, yTicks } = frame;
  const bottom = plot.top + plot.height;
  const right = plot.left + plot.width;
  context.font = FONT;
  context.lineWidth = 1;
  context.strokeStyle = theme.grid;
  context.beginPath();
  for (const { value } of yTicks) {
    const at = crisp(y.toPixel(value));
    context.moveTo(plot.left, at);
    context.lineTo(right, at);
  }
  context.stroke();
  context.strokeStyle = theme.axis;
  context.beginPath();
  context.moveTo(plot.left, crisp(bottom));
  context.lineTo(right, crisp(bottom));
  for (const { value } of xTicks) {
    const at = crisp(x.toPixel(value));
    context.moveTo(at, bottom);
    context.lineTo(at, bottom + 4);
  }
  context.stroke();
  context.fillStyle = theme.subtle;
  context.textAlign = "right";
  context.textBaseline = "middle";
  for (const { value, label } of yTicks) context.fillText(label, plot.left - 6, y.toPixel(value));
  context.textAlign = "center";
  context.textBaseline = "top";
  for (const { value, label } of xTicks) {
    const half = context.measureText(label).width / 2;
    const at = Math.min(Math.max(x.toPixel(value), half), frame.width - half - 1);
    context.fillText(label, at, bottom + 6);
  }
}

function clipTo(context: Context, { left, top, width, height }: Box): void {
  context.beginPath();
  // A little more than the plot, so that a line along its edge keeps its width.
  context.rect(left - 2, top - 2, width + 4, height + 4);
  context.clip();
}

function tracePath(context: Context, line: Polyline): void {
  context.moveTo(line[0] ?? 0, line[1] ?? 0);
  for (let index = 2; index < line.length; index += 2)
    context.lineTo(line[index] ?? 0, line[index + 1] ?? 0);
}

function strokeAll(context: Context, lines: readonly Polyline[]): void {
  context.beginPath();
  for (const line of lines) tracePath(context, line);
  context.stroke();
}

function drawBand(context: Context, { band, columns }: DrawnLine): void {
  context.globalAlpha = 0.18;
  for (let index = 0; index < columns.length; index += 3) {
    const top = columns[index + 1] ?? 0;
    context.fillRect(columns[index] ?? 0, top, 1, (columns[index + 2] ?? 0) - top);
  }
  context.beginPath();
  for (const outline of band) {
    tracePath(context, outline);
    context.closePath();
  }
  context.fill();
  context.globalAlpha = 1;
}

const MARK = 3.5;

function drawMark(context: Context, { x, kind }: MarkedSample, { top, height }: Box): void {
  const bottom = top + height;
  context.beginPath();
  if (kind === "nan") {
    const y = bottom - MARK - 2;
    context.moveTo(x - MARK, y - MARK);
    context.lineTo(x + MARK, y + MARK);
    context.moveTo(x + MARK, y - MARK);
    context.lineTo(x - MARK, y + MARK);
    context.stroke();
    return;
  }
  const [tip, base] = kind === "high" ? [top, top + 7] : [bottom, bottom - 7];
  context.moveTo(x, tip);
  context.lineTo(x - MARK, base);
  context.lineTo(x + MARK, base);
  context.closePath();
  context.fill();
}

/** Marks nearer to each other than this say nothing more than one of them. */
const MARK_DISTANCE = 5;

function drawMarks(context: Context, line: DrawnLine, plot: Box): void {
  const before = new Map<string, number>();
  for (const mark of line.marks) {
    if (mark.x - (before.get(mark.kind) ?? Number.NEGATIVE_INFINITY) < MARK_DISTANCE) continue;
    before.set(mark.kind, mark.x);
    drawMark(context, mark, plot);
  }
}

function drawDots(context: Context, { dots }: DrawnLine, radius: number): void {
  for (const { x, y } of dots) {
    context.beginPath();
    context.arc(x, y, radius, 0, 2 * Math.PI);
    context.fill();
  }
}

function drawLine(
  context: Context,
  line: DrawnLine,
  frame: Frame,
  theme: ChartTheme,
  width: number,
) {
  const color = theme.lines[line.series.color] ?? theme.fg;
  context.strokeStyle = color;
  context.fillStyle = color;
  context.setLineDash([]);
  drawBand(context, line);
  if (line.raw.length > 0) {
    context.globalAlpha = 0.28;
    context.lineWidth = 1;
    strokeAll(context, line.raw);
    context.globalAlpha = 1;
  }
  context.lineWidth = width;
  context.setLineDash([...(DASHES[line.series.dash] ?? [])]);
  strokeAll(context, line.main);
  context.setLineDash([]);
  drawDots(context, line, width + 0.75);
  context.lineWidth = 1.25;
  drawMarks(context, line, frame.plot);
}

/** All lines, the first of the list on top. */
export function drawLines(context: Context, frame: Frame, theme: ChartTheme): void {
  context.save();
  clipTo(context, frame.plot);
  context.lineJoin = "bevel";
  const width = frame.lines.length > 20 ? 1.25 : 1.5;
  for (const line of [...frame.lines].reverse()) drawLine(context, line, frame, theme, width);
  context.restore();
}

/** One line once more, bold, over the dimmed others. */
export function drawHighlight(context: Context, frame: Frame, theme: ChartTheme, id: string): void {
  const line = frame.lines.find(({ series }) => series.id === id);
  if (!line) return;
  context.save();
  clipTo(context, frame.plot);
  context.lineJoin = "round";
  drawLine(context, line, frame, theme, 2.25);
  context.restore();
}
