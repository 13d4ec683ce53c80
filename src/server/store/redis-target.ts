import { createClient, createCluster, createSentinel } from '@redis/client';

import { AvatarError } from '../../core/errors.js';
import type { RedisScript, RunScript } from './redis-scripts.js';
import type { RedisTls } from './redis-tls.js';

/** A client of the package `@redis/client`, of whatever kind. */
export interface RedisClient {
  connect(): Promise<unknown>;
  /** Drops its connections, and what waits for an answer. */
  destroy(): unknown;
  on(event: 'error', listener: (error: unknown) => void): unknown;
}

export type ScriptClient<Name extends string> = RedisClient & Readonly<Record<Name, RunScript>>;

/** The time for a connection to come about, in milliseconds. */
const CONNECT_WITHIN_MS = 5000;

/** A connection that says nothing for so long, in milliseconds, is given up; pings keep a quiet one from that. */
const SILENT_FOR_MS = 9000;
const PING_EVERY_MS = 3000;

const SHAPE = /^(rediss?)(\+sentinel|\+cluster)?:\/\/(?:([^@/]*)@)?([^@/?#]+)(?:\/([^?#]*))?$/;

/** Gives what makes a new client each time, which does not connect by itself again once its connection is lost. */
export function parseRedisUrl<Name extends string>(
  url: string,
  scripts: Readonly<Record<Name, RedisScript>>,
  tls: RedisTls = {},
): () => ScriptClient<Name> {
  try {
    const [, protocol, kind, user, hosts = '', path = ''] = SHAPE.exec(url) ?? fail('another form');
    const create = { '': standalone, '+sentinel': sentinel, '+cluster': cluster }[kind ?? ''] ?? fail('another kind');
    const nodes = hosts.split(',').map((host) => nodeOf(host, kind === '+sentinel' ? 26_379 : 6379));
    const options: Options = {
      ...credentialsIn(user),
      // What waits in a queue for Redis to return is said long after the visitor has gone.
      disableOfflineQueue: true,
      pingInterval: PING_EVERY_MS,
      socket: {
        connectTimeout: CONNECT_WITHIN_MS,
        socketTimeout: SILENT_FOR_MS,
        ...(protocol === 'rediss' ? { tls: true, ...tls } : {}),
      },
    };
    const open = (): ScriptClient<Name> => create(nodes, path, options, scripts) as ScriptClient<Name>;
    open();
    return open;
  } catch {
    // Not as its cause: some errors quote the URL, and with it the password.
    throw new AvatarError(
      'INVALID_CONFIGURATION',
      'The store should be a URL such as redis://localhost:6379 (is AVATAR_STORE set?).',
    );
  }
}

interface Node {
  host: string;
  port: number;
}

interface Options {
  username?: string;
  password?: string;
  disableOfflineQueue: true;
  pingInterval: number;
  socket: RedisTls & { connectTimeout: number; socketTimeout: number; tls?: true };
}

type Create = (
  nodes: readonly Node[],
  path: string,
  options: Options,
  scripts: Readonly<Record<string, RedisScript>>,
) => unknown;

/** The path is the number of a database. */
const standalone: Create = ([node, ...others], path, { socket, ...options }, scripts) => {
  if (!node || others.length > 0 || !/^\d*$/.test(path)) return fail('no such server');
  return createClient({
    ...options,
    socket: { ...socket, ...node, reconnectStrategy: false },
    ...(path === '' ? {} : { database: Number(path) }),
    scripts,
  });
};

/** The path is the name by which the sentinels know the servers, and behind it the number of a database. */
const sentinel: Create = (nodes, path, options, scripts) => {
  const [, name, database] = /^([^/]+)(?:\/(\d+))?$/.exec(path) ?? fail('no name');
  const { tls, ca, cert, key } = options.socket;
  return createSentinel({
    name: decodeURIComponent(name ?? ''),
    sentinelRootNodes: [...nodes],
    nodeClientOptions: { ...options, ...(database === undefined ? {} : { database: Number(database) }) },
    ...(tls ? { sentinelClientOptions: { socket: { tls, ca, cert, key } } } : {}),
    scripts,
  });
};

const cluster: Create = (nodes, path, options, scripts) => {
  if (path !== '') return fail('clusters have one database alone');
  return createCluster({ rootNodes: nodes.map((node) => ({ socket: node })), defaults: options, scripts });
};

function nodeOf(host: string, defaultPort: number): Node {
  const { hostname, port } = new URL(`http://${host}`);
  // Of an IPv6 address the brackets are the URL's alone; port 80 is one that http does not show.
  const shown = /:(\d+)$/.exec(host)?.[1];
  return { host: hostname.replace(/^\[|\]$/g, ''), port: Number(port || (shown ?? defaultPort)) };
}

function credentialsIn(user: string | undefined): { username?: string; password?: string } {
  if (user === undefined) return {};
  const [username = '', password] = user.split(/:(.*)/s).map(decodeURIComponent);
  return { ...(username === '' ? {} : { username }), ...(password === undefined ? {} : { password }) };
}

function fail(problem: string): never {
  throw new Error(problem);
}
