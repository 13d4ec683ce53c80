/** Of Node's sockets what is needed. */
export interface AheadSocket {
  readonly destroyed: boolean;
  on(event: 'error' | 'close', listener: () => void): unknown;
  off(event: 'error' | 'close', listener: () => void): unknown;
  destroy(): unknown;
  ref(): unknown;
  unref(): unknown;
}

export interface ConnectOptions {
  host: string;
  port: number | string;
}

/** Of Node's agents: asks for a connection where no other is free. */
export interface ConnectingAgent {
  readonly options: object;
  createConnection(options: ConnectOptions, created?: unknown): AheadSocket | undefined;
}

interface Waiting {
  socket: AheadSocket;
  /** It is somebody's from now on. */
  handOver: () => void;
}

/**
 * Has an agent use connections that were opened before there was a request for them. Where a server closes its connections after each
 * answer, as SRS does, the handshakes of TCP and TLS are over by the time that there is something to send.
 */
export class ConnectionsAhead {
  readonly #agent: ConnectingAgent;
  readonly #create: ConnectingAgent['createConnection'];
  readonly #keptForMs: number;
  /** By host and port; one each. */
  readonly #waiting = new Map<string, Waiting>();

  /** @param keptForMs Servers do not wait long for a request. */
  constructor(agent: ConnectingAgent, keptForMs: number) {
    this.#agent = agent;
    this.#create = agent.createConnection.bind(agent);
    this.#keptForMs = keptForMs;
    agent.createConnection = (options, created) => this.#take(options) ?? this.#create(options, created);
  }

  /** Opens one, unless one is waiting. Never throws: whoever sends a request is told what is wrong. */
  open({ host, port }: ConnectOptions): void {
    const key = `${host}:${port}`;
    if (this.#waiting.has(key)) return;
    // Names are sent along, addresses are not (RFC 6066, section 3).
    const servername = /^[\d.]+$|:/.test(host) ? '' : host;
    const socket = this.#create({ ...this.#agent.options, ...{ host, port, servername, path: null } });
    if (!socket) return;
    const handOver = (): void => {
      clearTimeout(timer);
      this.#waiting.delete(key);
      socket.off('error', giveUp);
      socket.off('close', giveUp);
    };
    const giveUp = (): void => {
      handOver();
      socket.on('error', () => undefined);
      socket.destroy();
    };
    const timer = setTimeout(giveUp, this.#keptForMs);
    // A process that has nothing else to do does not wait for it.
    (timer as { unref?: () => void }).unref?.();
    socket.unref();
    socket.on('error', giveUp);
    socket.on('close', giveUp);
    this.#waiting.set(key, { socket, handOver });
  }

  #take({ host, port }: ConnectOptions): AheadSocket | undefined {
    const { socket, handOver } = this.#waiting.get(`${host}:${port}`) ?? {};
    handOver?.();
    if (!socket || socket.destroyed) return undefined;
    socket.ref();
    return socket;
  }
}
