"use client";
import type { ChartTheme } from "./chart-theme";
import { drawAxes, drawLines } from "./draw-lines";
import type { LineChartOptions } from "./line-chart";
import { prepareFrame } from "./prepare-frame";
import { DASHES } from "./prepare-styles";

const SIZE = { width: 1200, height: 600, title: 44, legendRow: 20, column: 290, margin: 20 };
const SHARPNESS = 2;
const FONT = '"Inter Variable", ui-sans-serif, system-ui, sans-serif';

function drawLegend(
  context: CanvasRenderingContext2D,
  options: LineChartOptions,
  theme: ChartTheme,
  top: number,
): void {
  const columns = Math.floor((SIZE.width - 2 * SIZE.margin) / SIZE.column);
  context.font = `12px ${FONT}`;
  context.textAlign = "left";
  context.textBaseline = "middle";
  context.lineWidth = 2.5;
  for (const [index, line] of options.lines.entries()) {
    const x = SIZE.margin + (index % columns) * SIZE.column;
    const y = top + Math.floor(index / columns) * SIZE.legendRow + SIZE.legendRow / 2;
    context.strokeStyle = theme.lines[line.color] ?? theme.fg;
    context.setLineDash([...(DASHES[line.dash] ?? [])]);
    context.beginPath();
    context.moveTo(x, y);
    context.lineTo(x + 22, y);
    context.stroke();
    context.setLineDash([]);
    context.fillStyle = theme.fg;
    context.fillText(line.label, x + 30, y, SIZE.column - 44);
  }
}

interface Picture {
  title: string;
  /** Under the title: axis, smoothing, how many lines of how many. */
  subtitle: string;
  options: LineChartOptions;
  theme: ChartTheme;
}

/** The chart as it is shown, with title and legend, at a size fit for a slide. */
export function drawPicture({ title, subtitle, options, theme }: Picture): HTMLCanvasElement {
  const columns = Math.floor((SIZE.width - 2 * SIZE.margin) / SIZE.column);
  const legend = Math.ceil(options.lines.length / columns) * SIZE.legendRow + 16;
  const height = SIZE.title + SIZE.height + legend;
  const canvas = document.createElement("canvas");
  canvas.width = SIZE.width * SHARPNESS;
  canvas.height = height * SHARPNESS;
  const context = canvas.getContext("2d");
  if (!context) return canvas;
  context.scale(SHARPNESS, SHARPNESS);
  context.fillStyle = theme.surface;
  context.fillRect(0, 0, SIZE.width, height);
  context.textBaseline = "middle";
  context.fillStyle = theme.fg;
  context.font = `600 16px ${FONT}`;
  context.fillText(title, SIZE.margin, SIZE.title / 2);
  const titleWidth = context.measureText(title).width;
  context.fillStyle = theme.subtle;
  context.font = `12px ${FONT}`;
  context.fillText(subtitle, SIZE.margin + titleWidth + 14, SIZE.title / 2 + 1);
  context.translate(0, SIZE.title);
  const frame = prepareFrame({ ...options, width: SIZE.width, height: SIZE.height });
  drawAxes(context, frame, theme);
  drawLines(context, frame, theme);
  drawLegend(context, options, theme, SIZE.height + 8);
  return canvas;
}
