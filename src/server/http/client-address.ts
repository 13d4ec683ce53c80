import ipaddr from 'ipaddr.js';

import type { Logger } from '../../core/logger.js';
import { quietly } from '../quietly.js';
import type { ClientAddress } from './caller-hooks.js';

export interface ClientAddressOptions {
  clientAddress: ClientAddress | undefined;
  /** How many proxies stand before this backend; undefined where nobody has said. */
  trustedProxies: number | undefined;
}

/** By what visitors are told apart on the network. */
export interface NetworkAddress {
  /** An IPv4 address, or the /64 of an IPv6 address, in which a visitor has all addresses. */
  address?: string;
  /** Of IPv6 the /56, which one subscriber may have. */
  network?: string;
}

/** Who is behind a proxy that does not say whom it was asked by, and is not known itself, shares one address. */
const UNKNOWN: NetworkAddress = { address: 'unknown' };

/** More than an address with all that may stand around it. */
const LONGEST = 100;

/** Finds out where requests come from. */
export class ClientAddresses {
  readonly #options: ClientAddressOptions;
  readonly #logger: Logger;
  readonly #told = new Set<string>();

  constructor(options: ClientAddressOptions, logger: Logger) {
    this.#options = options;
    this.#logger = logger;
  }

  /** Whether the integrator's hook is asked. */
  get isAsked(): boolean {
    return this.#options.clientAddress !== undefined;
  }

  /**
   * What the proxies or the hook tell, else the connection's own: never nothing where one of them should know it, or there
   * would be no limit for who keeps it from them.
   */
  of(request: Request, connected: string | undefined): NetworkAddress {
    const { clientAddress, trustedProxies } = this.#options;
    const peer = connected ? (readAddress(connected) ?? { address: connected.slice(0, LONGEST) }) : undefined;
    if (clientAddress) return this.#given(quietly(() => clientAddress(request, connected))) ?? peer ?? UNKNOWN;
    const forwarded = request.headers.get('X-Forwarded-For');
    if (trustedProxies) return addressBehind(trustedProxies, forwarded) ?? peer ?? UNKNOWN;
    if (trustedProxies === undefined && forwarded !== null) this.#tell(PROXIES_UNTOLD);
    return peer ?? {};
  }

  /** @param given Nothing, where the hook throws or knows none. */
  #given(given: unknown): NetworkAddress | undefined {
    if (given === undefined || given === null || given === '') return undefined;
    const address = typeof given === 'string' ? readAddress(given) : undefined;
    if (!address) this.#tell(NOT_AN_ADDRESS);
    return address;
  }

  #tell(message: string): void {
    if (this.#told.has(message)) return;
    this.#told.add(message);
    this.#logger.warn(message);
  }
}

const PROXIES_UNTOLD =
  'A request came with X-Forwarded-For, which is not looked at: where a proxy stands before this backend, all visitors count as one address for the limits until trustedProxies (AVATAR_TRUSTED_PROXIES) says how many proxies there are, or clientAddress gives the address. Where there is none, trustedProxies: 0 says so';

const NOT_AN_ADDRESS =
  'clientAddress gave something that is not an IP address: the limits count the address of the connection in its place';

/** Each proxy adds whom it was asked by: what stands before that was written by the visitor. */
function addressBehind(proxies: number, forwarded: string | null): NetworkAddress | undefined {
  const entry = forwarded?.split(',').at(-proxies);
  return entry === undefined ? undefined : readAddress(entry);
}

/** Reads an IP address as proxies write it: with a port, in brackets, with a zone. Undefined where it is none. */
export function readAddress(written: string): NetworkAddress | undefined {
  const text = written.trim();
  if (text.length > LONGEST) return undefined;
  const [, inBrackets, beforePort] = /^(?:\[(.+)\](?::\d+)?|([\d.]+):\d+)$/.exec(text) ?? [];
  const bare = (inBrackets ?? beforePort ?? text).replace(/%.*$/, '');
  if (ipaddr.IPv4.isValidFourPartDecimal(bare)) return { address: bare };
  if (!ipaddr.IPv6.isValid(bare)) return undefined;
  const ip = ipaddr.process(bare);
  if (ip instanceof ipaddr.IPv4) return { address: ip.toString() };
  return { address: prefixOf(ip.parts, 64), network: prefixOf(ip.parts, 56) };
}

function prefixOf(parts: readonly number[], bits: 64 | 56): string {
  const kept = parts.slice(0, 4);
  // Of the fourth group, which holds the bits from 48 to 64.
  if (bits === 56) kept[3] = (kept[3] ?? 0) & 0xff00;
  return `${kept.map((part) => part.toString(16)).join(':')}::/${bits}`;
}
