import { formatCount } from "@/lib/core/format";

const WIDTH = 84;
const HEIGHT = 20;
const GAP = 1;
/** A day without a request is still a day. */
const LEAST = 1;

/** Requests of the last days, today on the right. */
export function DayBars({ days }: { days: readonly number[] }) {
  const most = Math.max(1, ...days);
  const step = WIDTH / days.length;
  const bars = days.map((requests, index) => ({
    daysAgo: days.length - 1 - index,
    x: index * step,
    height: Math.max(LEAST, (requests / most) * HEIGHT),
  }));
  return (
    <svg
      role="img"
      aria-label={`Requests of the last ${days.length} days: ${formatCount(Math.max(...days))} on the day with the most, ${formatCount(days.at(-1) ?? 0)} today`}
      viewBox={`0 0 ${WIDTH} ${HEIGHT}`}
      className="h-5 w-21 shrink-0"
    >
      {bars.map(({ daysAgo, x, height }) => (
        <rect
          key={daysAgo}
          x={x}
          y={HEIGHT - height}
          width={step - GAP}
          height={height}
          className={daysAgo === 0 ? "fill-accent" : "fill-line-control"}
        />
      ))}
    </svg>
  );
}
