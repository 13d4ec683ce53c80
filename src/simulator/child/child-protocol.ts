/** The calls a child process answers: a name each, with what goes in and what comes out (structured-cloneable). */
export type ChildMethods = Record<string, { params: unknown; result: unknown }>;

/** What a child tells of its own accord. */
export interface ChildEvent {
  type: string;
}

export type ToChild<Methods extends ChildMethods> = {
  [Name in keyof Methods]: { id: number; method: Name; params: Methods[Name]['params'] };
}[keyof Methods];

export type FromChild<Event extends ChildEvent> =
  | { kind: 'ready' }
  | { kind: 'result'; id: number; result: unknown }
  | { kind: 'failure'; id: number; name: string; message: string }
  | { kind: 'event'; event: Event };
