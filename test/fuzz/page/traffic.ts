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
    try {
      const response = await globalThis.fetch(input, init);
      // The body has to arrive as well.
      if (opensSession) await response.clone().text();
      return response;
    } catch (error) {
      if (opensSession) this.hasLostGrant = true;
      throw error;
    } finally {
      this.#underWay.delete(request);
    }
  };

  get underWay(): string[] {
    return [...this.#underWay];
  }

  get isOpeningSession(): boolean {
    return this.underWay.some((request) => OPENS_SESSION.test(request.split(' ')[1] ?? ''));
  }
}
