const OPENS_SESSION = /\/(create|api\/avatar\/session)$/;

/** The session's requests: how many are under way, and whether the answer to one that opens a session was lost. */
export class Traffic {
  hasLostGrant = false;
  readonly #underWay = new Set<string>();
  #sent = 0;

  readonly fetch = async (input: string, init: RequestInit): Promise<Response> => {
    const { pathname } = new URL(input, document.baseURI);
    const request = `${init.method ?? 'GET'} ${pathname} (${++this.#sent})`;
    const opensSession = OPENS_SESSION.test(pathname);
    this.#underWay.add(request);
    let answer: Promise<unknown> | undefined;
    try {
      const response = await globalThis.fetch(input, init);
      answer = response.clone().text();
      // The body has to arrive as well.
      if (opensSession) await answer;
      return response;
    } catch (error) {
      if (opensSession) this.hasLostGrant = true;
      throw error;
    } finally {
      void this.#endWith(answer, request);
    }
  };

  /** Who has read an answer may send another request because of it: until then this one is under way. */
  async #endWith(answer: Promise<unknown> | undefined, request: string): Promise<void> {
    await answer?.catch(() => undefined);
    await new Promise((resolve) => setTimeout(resolve));
    this.#underWay.delete(request);
  }

  get underWay(): string[] {
    return [...this.#underWay];
  }

  get isOpeningSession(): boolean {
    return this.underWay.some((request) => OPENS_SESSION.test(request.split(' ')[1] ?? ''));
  }
}
