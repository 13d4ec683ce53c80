import { html, type TemplateResult } from 'lit';

import type { TranscriptLink } from '../../../conversation/transcript.js';

/**
 * What a model wrote is never markup: its words and its addresses are put in as such.
 * @param hosts Whose links stay links, as the attribute `link-hosts` lists them. Null: those of all hosts.
 */
export function linkedText(
  text: string,
  links: readonly TranscriptLink[],
  hosts: string | null,
): (string | TemplateResult)[] {
  const parts: (string | TemplateResult)[] = [];
  let from = 0;
  for (const { text: words, url, start } of links) {
    if (!isAllowed(url, hosts)) continue;
    parts.push(
      text.slice(from, start),
      html`<a part="transcript-link" href=${url} target="_blank" rel="noopener noreferrer">${words}</a>`,
    );
    from = start + words.length;
  }
  return [...parts, text.slice(from)];
}

/** @param hosts Such as `example.com *.example.org`; a star stands for the names below a host. */
export function isAllowed(url: string, hosts: string | null): boolean {
  if (hosts === null) return true;
  const { hostname, host } = new URL(url);
  return hosts
    .toLowerCase()
    .split(/[\s,]+/)
    .some((allowed) =>
      allowed.startsWith('*.') ? hostname.endsWith(allowed.slice(1)) : allowed === host || allowed === hostname,
    );
}
