import "server-only";

/** A moment of the database in milliseconds since the epoch. */
export const millis = (moment: string): string =>
  `floor(extract(epoch FROM ${moment}) * 1000)::float8`;
