import { Fragment } from "react";

interface NextTimesProps {
  /** Milliseconds since the epoch. */
  times: readonly number[];
  timeZone: string;
}

/** When something is due, in the time zone that it is written in. */
export function NextTimes({ times, timeZone }: NextTimesProps) {
  const format = new Intl.DateTimeFormat("en-GB", {
    timeZone,
    weekday: "short",
    day: "numeric",
    month: "short",
    hour: "2-digit",
    minute: "2-digit",
    timeZoneName: "short",
  });
  return (
    <p className="text-muted text-xs" suppressHydrationWarning>
      Next:{" "}
      {times.map((time, index) => (
        <Fragment key={time}>
          {index > 0 ? " · " : null}
          <span className="whitespace-nowrap">{format.format(time)}</span>
        </Fragment>
      ))}
    </p>
  );
}
