import { createSocket } from 'node:dgram';
import { once } from 'node:events';
import { createServer, type AddressInfo } from 'node:net';

const HOST = '127.0.0.1';

export interface DeadTurn {
  urls: string[];
  close(): void;
}

/** Three TURN servers behind a firewall that drops what it does not like: two by UDP, one by TCP, none of which ever answers. */
export async function startDeadTurn(): Promise<DeadTurn> {
  const sockets = [createSocket('udp4'), createSocket('udp4')];
  for (const socket of sockets) {
    socket.bind(0, HOST);
    await once(socket, 'listening');
  }
  const server = createServer((connection) => connection.on('error', () => undefined).resume()).listen(0, HOST);
  await once(server, 'listening');
  return {
    urls: [
      ...sockets.map((socket) => `turn:${HOST}:${socket.address().port}?transport=udp`),
      `turn:${HOST}:${(server.address() as AddressInfo).port}?transport=tcp`,
    ],
    close: () => {
      for (const socket of sockets) socket.close();
      server.close();
    },
  };
}
