/**
 * Milliseconds since the epoch. Next puts another function in the place of `Date.now`, which looks each time whether a page is
 * being rendered; where a request costs some microseconds altogether, that is too much.
 */
export const now: () => number = Date.now;
