import type { ScopeName } from './limits.js';

/** Who makes a request. */
export interface Caller {
  /** By whom `perCaller` counts: whom `identify` names, or the visitor's cookie. Missing where there is neither. */
  id?: string | undefined;
  /** Whom `identify` names: nobody else's are the sessions that they open. */
  owner?: string | undefined;
  /** The network address, where it is known: of IPv6 the /64, in which a visitor has all addresses. */
  address?: string | undefined;
  /** Of IPv6 the /56, which one subscriber may have. */
  network?: string | undefined;
}

/** By what something is counted. */
export interface Scope {
  name: ScopeName;
  key: string;
  /** By how much the limits of its name are multiplied. */
  factor: number;
}

/** A /56 is let through so many times what an address is: it may be a visitor who has all of it, or neighbours. */
const NETWORK_FACTOR = 2;

/** In the order in which they are charged: who is known best comes first, so that what is refused to one costs the others nothing. */
export function scopesOf({ id, address, network }: Caller): readonly Scope[] {
  return [
    ...(id === undefined ? [] : [{ name: 'perCaller', key: `caller:${id}`, factor: 1 } as const]),
    ...(address === undefined ? [] : [{ name: 'perAddress', key: `address:${address}`, factor: 1 } as const]),
    ...(network === undefined
      ? []
      : [{ name: 'perAddress', key: `network:${network}`, factor: NETWORK_FACTOR } as const]),
    { name: 'total', key: 'total', factor: 1 },
  ];
}
