import bcd from '@mdn/browser-compat-data' with { type: 'json' };
import browserslist from 'browserslist';

/** Browserslist's names in the compatibility data. */
const NAMES = { chrome: 'chrome', edge: 'edge', firefox: 'firefox', safari: 'safari', ios_saf: 'safari_ios' };

/** What every element has from these is reported by its name alone, whatever it is a member of. */
const BASES = ['Element', 'Node', 'EventTarget'];

/**
 * Members of the platform that the oldest browsers lack, for the rule `no-restricted-properties`: static ones and those that
 * elements inherit, which @koddsson/eslint-plugin-tscompat does not look at.
 * @param {readonly string[]} queries As in .browserslistrc.
 */
export function newerMembers(queries) {
  const oldest = oldestOf(queries);
  return Object.entries(bcd.api).flatMap(([object, members]) =>
    Object.entries(members).flatMap(([member, { __compat: compat }]) => {
      const property = member.replace(/_static$/, '');
      const isStatic = property !== member;
      if (!compat || member.endsWith('_event') || !(isStatic || BASES.includes(object))) return [];
      const lacking = Object.entries(oldest).filter(
        ([browser, version]) => !(since(compat.support[browser]) <= version),
      );
      if (lacking.length === 0) return [];
      const message = `${lacking.map((browser) => browser.join(' ')).join(', ')} lacks it.`;
      return [isStatic ? { object, property, message } : { property, message }];
    }),
  );
}

/** @param {readonly string[]} queries */
function oldestOf(queries) {
  /** @type {Record<string, number>} */
  const oldest = {};
  for (const one of browserslist(queries)) {
    const [name = '', version = ''] = one.split(' ');
    const browser = NAMES[name];
    if (!browser) throw new Error(`Name ${name} as the compatibility data does.`);
    oldest[browser] = Math.min(oldest[browser] ?? Infinity, Number.parseFloat(version));
  }
  return oldest;
}

/** The first version that has it under its name, without a flag. */
function since(support) {
  const usable = [support].flat().filter((one) => one && !one.prefix && !one.flags && !one.alternative_name);
  return Math.min(...usable.map(({ version_added: version }) => Number.parseFloat(String(version).replace('≤', ''))));
}
