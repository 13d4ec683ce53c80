/** All waits of the session are shorter by this: keep-alive every 2 s, requests of 3 s. */
export const PACE = 5;
