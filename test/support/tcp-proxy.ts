import { once } from 'node:events';
import { connect, createServer, type AddressInfo, type Socket } from 'node:net';

const HOST = '127.0.0.1';

/** A network between a client and a server on loopback, which can fail. */
export interface TcpProxy {
  /** Where clients connect to. */
  port: number;
  /** Leads new connections to another port; those that are open stay. */
  lead(port: number): void;
  /** Resets all connections, and each new one until `mend()`. */
  cut(): void;
  /** Leaves connections open, and forwards nothing until `mend()`. */
  stall(): void;
  /** Forwards what clients send, and no answer until `mend()`. */
  holdAnswers(): void;
  mend(): void;
  close(): Promise<void>;
}

export async function startTcpProxy(target: number): Promise<TcpProxy> {
  const sockets = new Set<Socket>();
  const upstreams = new WeakSet<Socket>();
  let port = target;
  let state: 'open' | 'cut' | 'stalled' = 'open';
  const keep = (socket: Socket, other: Socket): void => {
    sockets.add(socket);
    socket.setNoDelay();
    socket.on('data', (part) => other.write(part));
    socket.on('error', () => undefined);
    socket.once('close', () => {
      sockets.delete(socket);
      other.destroy();
    });
    if (state === 'stalled') socket.pause();
  };
  const server = createServer((client) => {
    if (state === 'cut') {
      client.resetAndDestroy();
      return;
    }
    const upstream = connect(port, HOST);
    upstreams.add(upstream);
    keep(client, upstream);
    keep(upstream, client);
  }).listen(0, HOST);
  await once(server, 'listening');
  return {
    port: (server.address() as AddressInfo).port,
    lead: (to) => (port = to),
    cut: () => {
      state = 'cut';
      for (const socket of sockets) socket.resetAndDestroy();
    },
    stall: () => {
      state = 'stalled';
      for (const socket of sockets) socket.pause();
    },
    holdAnswers: () => {
      for (const socket of sockets) if (upstreams.has(socket)) socket.pause();
    },
    mend: () => {
      state = 'open';
      for (const socket of sockets) socket.resume();
    },
    close: async () => {
      for (const socket of sockets) socket.destroy();
      server.close();
      await once(server, 'close');
    },
  };
}
