/** All waits of the session and of the service are shorter by this: keep-alive every 2 s, requests of 3 s, expiry after 6 s. */
export const PACE = 5;
