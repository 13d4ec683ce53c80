/** What listens once the microphone is open. */
export interface Listening {
  /** Listens no more, and drops what is being said. */
  abort(): void;
  /** What was said is sent. */
  stop(): void;
}
