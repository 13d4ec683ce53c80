import { createHash, timingSafeEqual } from 'node:crypto';
import { createServer, type RequestListener, type Server } from 'node:http';

import { failureReason } from '../failure-reason.js';
import type { Logger } from '../../core/logger.js';
import type { AvatarMeter } from '../telemetry/open-telemetry.js';
import type { MetricsSettings } from './server-settings.js';

export interface MetricsPage {
  meter: AvatarMeter;
  /** Answers `/metrics`, and hands on all else: where the page has a port of its own, to nothing. */
  before(rest: RequestListener): RequestListener;
  /** Of its own, where it has one. */
  server: Server | undefined;
}

/** `GET /metrics` for a Prometheus, on a port of its own or for who knows the token. */
export async function createMetricsPage({ port, token }: MetricsSettings, logger: Logger): Promise<MetricsPage> {
  const { createPrometheusFigures } = await import('./prometheus.js');
  const figures = createPrometheusFigures();
  const isKnown = (shown: string | undefined): boolean =>
    token === undefined || timingSafeEqual(digest(shown ?? ''), digest(`Bearer ${token}`));
  const page =
    (rest: RequestListener): RequestListener =>
    (request, response) => {
      if (request.url?.split('?')[0] !== '/metrics') {
        rest(request, response);
        return;
      }
      if (!isKnown(request.headers.authorization)) {
        response.writeHead(401, { 'WWW-Authenticate': 'Bearer' }).end();
        return;
      }
      figures.text().then(
        (text) =>
          response.writeHead(200, { 'Content-Type': figures.contentType, 'Cache-Control': 'no-store' }).end(text),
        (error: unknown) => {
          logger.error('The metrics could not be told', { reason: failureReason(error) });
          response.writeHead(500).end();
        },
      );
    };
  const nothing: RequestListener = (_request, response) => void response.writeHead(404).end();
  const server = port === undefined ? undefined : createServer(page(nothing));
  return { meter: figures.meter, before: (rest) => (server ? rest : page(rest)), server };
}

function digest(text: string): Buffer {
  return createHash('sha256').update(text).digest();
}
