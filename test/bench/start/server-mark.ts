/** Something that the site's server did. */
export interface ServerMark {
  what: 'is asked' | 'answers' | 'asks' | 'is answered';
  path: string;
  /** Microseconds of the machine's monotonic clock, which is that of Chromium's traces, too. */
  at: number;
}
