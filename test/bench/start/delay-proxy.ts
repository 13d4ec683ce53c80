import { once } from 'node:events';
import { connect, createServer, type AddressInfo, type Socket } from 'node:net';

const HOST = '127.0.0.1';

/** A longer way to a server on loopback. */
export interface DelayProxy {
  port: number;
  /** Ends all connections. */
  drop(): void;
  close(): Promise<void>;
}

/**
 * Forwards connections with so long a way, in milliseconds for there and back. The first bytes of a connection come one such time
 * later, as after the handshake of TCP, which loopback answers at once.
 */
export async function startDelayProxy(target: number, roundTripMs: number): Promise<DelayProxy> {
  const sockets = new Set<Socket>();
  const forward = (from: Socket, to: Socket, firstMs: number): void => {
    const notBefore = performance.now() + firstMs;
    const late: (() => void)[] = [];
    /** In the order in which it was asked for, whatever becomes of the timers. */
    const later = (work: () => void): void => {
      late.push(work);
      setTimeout(() => late.shift()?.(), Math.max(0, notBefore - performance.now()) + roundTripMs / 2);
    };
    from.setNoDelay();
    sockets.add(from);
    from.on('error', () => undefined);
    from.on('data', (part: Buffer) => later(() => void to.write(part)));
    from.once('end', () => later(() => void to.end()));
    from.once('close', () => {
      sockets.delete(from);
      later(() => void to.destroy());
    });
  };
  const drop = (): void => {
    for (const socket of sockets) socket.destroy();
  };
  const server = createServer({ allowHalfOpen: true }, (client) => {
    const upstream = connect({ port: target, host: HOST, allowHalfOpen: true });
    forward(client, upstream, roundTripMs);
    forward(upstream, client, 0);
  }).listen(0, HOST);
  await once(server, 'listening');
  return {
    port: (server.address() as AddressInfo).port,
    drop,
    close: async () => {
      drop();
      server.close();
      await once(server, 'close');
    },
  };
}
