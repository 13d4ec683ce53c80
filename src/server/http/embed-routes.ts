import type { Context, Hono } from 'hono';

import { RequestProblem } from '../request-problem.js';
import type { AllowedOrigins } from './allowed-origins.js';
import { findPackageFiles } from './embed-files.js';
import { embedPage, embedPolicy, EMBED_STYLE, type EmbedSettings } from './embed-page.js';
import type { TellRefusedPage } from './origins.js';
import { refuseMethod, type Env } from './pipeline.js';
import { usesHttps } from './uses-https.js';

/** Patterns of the paths: the page, and the files that it loads. */
export const EMBED_PATHS = ['embed', String.raw`embed/kaltura-avatar[\w.-]*\.(?:js|css)`] as const;

const TYPES: Readonly<Record<string, string>> = { js: 'text/javascript', css: 'text/css' };

/** Origins that `frame-ancestors` can name; neither `null` nor an app's without a host can frame a page by name. */
const FRAMING_ORIGIN = /^[a-z][a-z\d+.-]*:\/\/[\w*-][\w.-]*(?::\d+)?$/;

/** The page for an `<iframe>`, and the element's files for it. */
export function addEmbedRoutes(
  app: Hono<Env>,
  embed: EmbedSettings,
  allowed: AllowedOrigins,
  tellRefusedPage: TellRefusedPage,
): void {
  const files = embed.scriptUrl === undefined ? findPackageFiles() : undefined;
  let styleHash: Promise<string> | undefined;

  app.get('/embed', async (context) => {
    const url = new URL(context.req.url);
    const html = embedPage(embed, url.searchParams, url.pathname.endsWith('/'));
    const policy = embedPolicy(embed, await (styleHash ??= hashOf(EMBED_STYLE)), {
      ancestors: await ancestorsFor(context, allowed, tellRefusedPage),
      usesHttps: usesHttps(context),
    });
    return new Response(html, {
      headers: {
        'Content-Type': 'text/html; charset=utf-8',
        'Content-Security-Policy': policy,
        'Cache-Control': 'no-cache',
        'X-Content-Type-Options': 'nosniff',
        // Of a function that tells of origins, only the one that asks can be named.
        ...(allowed.list ? {} : { Vary: 'Referer' }),
      },
    });
  });
  app.all('/embed', refuseMethod('GET, HEAD'));

  app.get('/embed/:file', async ({ req }) => {
    const name = req.param('file');
    const file = await files?.read(name);
    if (!file) throw new RequestProblem(404, 'There is no such file.', { code: 'API_REQUEST_FAILED' });
    const headers = {
      'Content-Type': `${TYPES[name.slice(name.lastIndexOf('.') + 1)] ?? 'application/octet-stream'}; charset=utf-8`,
      ETag: `"${file.version}"`,
      // Their names stay when the package is renewed, and they have to fit together.
      'Cache-Control': 'no-cache',
      'X-Content-Type-Options': 'nosniff',
      // In a sandboxed frame the page has no origin of its own.
      'Access-Control-Allow-Origin': '*',
      'Cross-Origin-Resource-Policy': 'cross-origin',
    };
    return req.header('If-None-Match') === headers.ETag
      ? new Response(null, { status: 304, headers })
      : new Response(file.content, { headers });
  });
}

/** Who may frame the page beside its own origin; tells the operator of a page that does and may not. */
async function ancestorsFor(
  { req }: Context,
  allowed: AllowedOrigins,
  tellRefusedPage: TellRefusedPage,
): Promise<string[]> {
  const referrer = req.header('Referer') ?? '';
  const framing = URL.canParse(referrer) ? new URL(referrer).origin : undefined;
  const isForeign = /^(?:cross|same)-site$/.test(req.header('Sec-Fetch-Site') ?? '');
  const isAllowed =
    framing !== undefined && (await allowed.allows(framing, new Request(req.url, { headers: req.raw.headers })));
  if (isForeign && !isAllowed && /^i?frame$/.test(req.header('Sec-Fetch-Dest') ?? '')) {
    tellRefusedPage(framing, req.header('Host'));
  }
  const named = allowed.list ?? (isAllowed ? [framing] : []);
  return named.filter((origin) => FRAMING_ORIGIN.test(origin));
}

/** As a policy names what it allows. */
async function hashOf(text: string): Promise<string> {
  const digest = await crypto.subtle.digest('SHA-256', new TextEncoder().encode(text));
  return btoa(String.fromCharCode(...new Uint8Array(digest)));
}
