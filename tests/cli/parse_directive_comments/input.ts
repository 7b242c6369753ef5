/** Does it. */
// eslint-disable-next-line no-x
export function f() {}
/** Does that. */
/* eslint-disable-next-line */
// @ts-ignore
export const g = 1;
// @ts-expect-error
export const h = 1; // eslint-disable-line
