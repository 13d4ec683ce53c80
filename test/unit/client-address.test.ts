import assert from 'node:assert/strict';
import { describe, it } from 'node:test';

import type { ClientAddress } from '../../src/server/http/caller-hooks.js';
import { ClientAddresses, readAddress, type NetworkAddress } from '../../src/server/http/client-address.js';
import { createLogJournal } from '../support/backend-harness.js';

const PEER = '10.0.0.1';

interface Setting {
  trustedProxies?: number;
  clientAddress?: ClientAddress;
}

function addressOf(setting: Setting, forwarded?: string, peer: string | undefined = PEER): NetworkAddress {
  const addresses = new ClientAddresses(
    { trustedProxies: undefined, clientAddress: undefined, ...setting },
    createLogJournal().logger,
  );
  return addresses.of(requestWith(forwarded), peer);
}

function requestWith(forwarded?: string): Request {
  return new Request(
    'https://shop.example',
    forwarded === undefined ? {} : { headers: { 'X-Forwarded-For': forwarded } },
  );
}

describe('an address', () => {
  const ipv4: readonly string[] = [
    '203.0.113.9',
    ' 203.0.113.9 ',
    '203.0.113.9:40001',
    '::ffff:203.0.113.9',
    '::FFFF:203.0.113.9',
    '::ffff:cb00:7109',
    '[::ffff:203.0.113.9]:40001',
    '0:0:0:0:0:ffff:cb00:7109',
  ];
  for (const written of ipv4) {
    it(`of IPv4 is one however it is written: ${written}`, () => {
      assert.deepEqual(readAddress(written), { address: '203.0.113.9' });
    });
  }

  const ipv6: readonly string[] = [
    '2001:db8:1:2fe::1',
    '2001:DB8:1:2FE::1',
    '2001:0db8:0001:02fe:3:4:5:6',
    '[2001:db8:1:2fe::1]',
    '[2001:db8:1:2fe::1]:443',
    '2001:db8:1:2fe::1%eth0',
    '[2001:db8:1:2fe::1%25en0.1]:443',
    '2001:db8:1:2fe::192.0.2.1',
  ];
  for (const written of ipv6) {
    it(`of IPv6 is its /64 and its /56 however it is written: ${written}`, () => {
      assert.deepEqual(readAddress(written), { address: '2001:db8:1:2fe::/64', network: '2001:db8:1:200::/56' });
    });
  }

  it('of IPv6 has zeros where none are written', () => {
    assert.deepEqual(readAddress('[::1]:443'), { address: '0:0:0:0::/64', network: '0:0:0:0::/56' });
  });

  const none = [
    '',
    'unknown',
    '_hidden',
    'shop.example',
    '203.0.113',
    '203.0.113.300',
    '1',
    '0x7f.1',
    '2001:db8',
    '::1::',
    'x'.repeat(9999),
  ];
  for (const written of none) {
    it(`is none where it is written ${JSON.stringify(written.slice(0, 20))}`, () => {
      assert.equal(readAddress(written), undefined);
    });
  }
});

describe('where a request comes from', () => {
  it('is the connection’s other end, whatever its headers say, where nobody has said more', () => {
    for (const trustedProxies of [undefined, 0]) {
      const setting = trustedProxies === undefined ? {} : { trustedProxies };
      assert.deepEqual(addressOf(setting, '198.51.100.7'), { address: PEER });
    }
  });

  it('is the last entry that a proxy of ours has written', () => {
    const forwarded = '198.51.100.66, 203.0.113.9:40001, 192.0.2.5';
    assert.deepEqual(addressOf({ trustedProxies: 1 }, forwarded), { address: '192.0.2.5' });
    assert.deepEqual(addressOf({ trustedProxies: 2 }, forwarded), { address: '203.0.113.9' });
  });

  it('is the proxy where it does not say whom it was asked by, or something that is no address', () => {
    for (const forwarded of [undefined, '', 'unknown', '198.51.100.7, ', '198.51.100.7, _x']) {
      assert.deepEqual(addressOf({ trustedProxies: 1 }, forwarded), { address: PEER }, forwarded);
    }
    assert.deepEqual(addressOf({ trustedProxies: 2 }, '198.51.100.7'), { address: PEER }, 'too few entries');
  });

  it('is what the hook gives, and the connection’s other end where that is nothing, or no address', () => {
    for (const given of [undefined, '', 'somebody']) {
      assert.deepEqual(addressOf({ clientAddress: () => given }), { address: PEER }, given);
    }
    assert.deepEqual(addressOf({ clientAddress: () => '192.0.2.1:99' }), { address: '192.0.2.1' });
  });

  it('is one for all whose address should be known and is not', () => {
    const unknown = { address: 'unknown' };
    assert.deepEqual(
      [addressOf({ trustedProxies: 1 }, undefined, ''), addressOf({ clientAddress: () => undefined }, undefined, '')],
      [unknown, unknown],
    );
    assert.deepEqual(addressOf({}, undefined, ''), {}, 'an adapter that knows none');
  });

  it('is asked about in the log once where proxies write it and nobody has said how many they are', () => {
    const { lines, logger } = createLogJournal();
    const addresses = new ClientAddresses({ trustedProxies: undefined, clientAddress: undefined }, logger);
    addresses.of(requestWith(), PEER);
    assert.equal(lines.length, 0);
    for (let i = 0; i < 3; i++) addresses.of(requestWith('198.51.100.7'), PEER);
    assert.equal(lines.length, 1);
    assert.match(lines.join('\n'), /^warn .*X-Forwarded-For.*trustedProxies \(AVATAR_TRUSTED_PROXIES\).*clientAddress/);
    assert.doesNotMatch(lines.join('\n'), /198\.51/);
  });

  it('is complained about in the log once where the hook gives something else', () => {
    const { lines, logger } = createLogJournal();
    const addresses = new ClientAddresses({ trustedProxies: undefined, clientAddress: () => 'somebody' }, logger);
    for (let i = 0; i < 3; i++) addresses.of(requestWith('198.51.100.7'), PEER);
    assert.equal(lines.length, 1);
    assert.match(lines.join('\n'), /^warn clientAddress gave something that is not an IP address/);
  });
});
