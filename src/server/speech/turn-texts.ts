import type { SessionStore } from '../store/session-store.js';

interface Piece {
  turnId: string;
  text: string;
}

/** Of what was said in a session so many pieces, and so many UTF-16 units, are kept: more than one turn has. */
const MOST_PIECES = 100;
const MOST_UNITS = 20_000;

/** Under which name the store keeps them. */
const NAME = 'said';

/** What turns have said before: a text that is not to be said may come in pieces, each of which may be. */
export class TurnTexts {
  readonly #sessions: SessionStore;
  readonly #underWay = new Map<string, Promise<string>>();

  constructor(sessions: SessionStore) {
    this.#sessions = sessions;
  }

  /**
   * Asks what to say next in a turn, one at a time of each session, or two pieces at once would not know of each other.
   * @param ask Told of what the turn has said before; gives what is to be said.
   */
  async next(sessionId: string, turnId: string, ask: (before: string) => Promise<string>): Promise<string> {
    const previous = this.#underWay.get(sessionId);
    const next = this.#next(previous, sessionId, turnId, ask);
    this.#underWay.set(sessionId, next);
    try {
      return await next;
    } finally {
      if (this.#underWay.get(sessionId) === next) this.#underWay.delete(sessionId);
    }
  }

  async #next(
    previous: Promise<string> | undefined,
    sessionId: string,
    turnId: string,
    ask: (before: string) => Promise<string>,
  ): Promise<string> {
    await previous?.catch(() => undefined);
    const pieces = ((await this.#sessions.noted(sessionId, NAME))?.value ?? []) as Piece[];
    const ofTurn = pieces.filter((piece) => piece.turnId === turnId);
    const text = await ask(ofTurn.map((piece) => piece.text).join(''));
    await this.#sessions.note(sessionId, NAME, newestOf([...pieces, { turnId, text }]));
    return text;
  }
}

function newestOf(pieces: readonly Piece[]): Piece[] {
  const newest: Piece[] = [];
  let units = 0;
  for (const piece of pieces.slice(-MOST_PIECES).reverse()) {
    units += piece.text.length;
    // The last one whatever it is: of what comes next in its turn it is the beginning.
    if (units > MOST_UNITS && newest.length > 0) break;
    newest.unshift(piece);
  }
  return newest;
}
