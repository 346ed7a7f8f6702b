/** Milliseconds of silence until a stream says that it is alive: clients give up on a silent one, and some proxies after five seconds. */
export const heartbeatMs = 4000;
