import { randomBytes } from 'node:crypto';

import { errors, jwtVerify, SignJWT } from 'jose';

import type { Clock } from '../clock.js';

const ALGORITHM = 'HS256';

/** Issues and checks the tokens that control a session, signed with a key that is made anew at each start. */
export class SessionTokens {
  readonly #key = randomBytes(32);
  readonly #lifetimeSeconds: number;
  readonly #clock: Pick<Clock, 'now'>;

  constructor(lifetimeSeconds: number, clock: Pick<Clock, 'now'>) {
    this.#lifetimeSeconds = lifetimeSeconds;
    this.#clock = clock;
  }

  issue(sessionId: string): Promise<string> {
    const issuedAt = Math.floor(this.#clock.now() / 1000);
    return new SignJWT({ sessionId })
      .setProtectedHeader({ alg: ALGORITHM, typ: 'JWT' })
      .setSubject(sessionId)
      .setIssuedAt(issuedAt)
      .setExpirationTime(issuedAt + this.#lifetimeSeconds)
      .sign(this.#key);
  }

  /** The id of the session that `token` controls; undefined where the token is none of ours, or has expired. */
  async sessionIdOf(token: string): Promise<string | undefined> {
    try {
      const currentDate = new Date(this.#clock.now());
      const { payload } = await jwtVerify(token, this.#key, { algorithms: [ALGORITHM], currentDate });
      return payload.sub;
    } catch (error) {
      if (error instanceof errors.JOSEError) return undefined;
      throw error;
    }
  }
}
