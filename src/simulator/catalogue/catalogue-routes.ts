import { Hono } from 'hono';
import { cors } from 'hono/cors';

import { JsonReader } from '../../core/json-reader.js';
import { requireKs, type JudgeKs } from '../control/callers.js';
import { answerControlError } from '../http/error-answers.js';
import type { SimulatorContext, SimulatorEnv } from '../http/http-env.js';
import { Refusal } from '../http/refusal.js';
import { complainOfRequest, limitBody, readJson } from '../http/request-body.js';
import { VISUALS, VOICES, type CatalogueVoice, type Visual } from './catalogue.js';
import { pictureOf } from './picture.js';

const BODY_LIMIT_BYTES = 100_000;
const DEFAULT_PAGE = 30;
const LARGEST_PAGE = 500;

export interface CatalogueRoutesOptions {
  judgeKs: JudgeKs;
  /** The URL below which these routes are found. */
  urlOf: () => string;
}

interface CatalogueItem {
  itemId: string;
  type: 'Visual' | 'Voice';
  attributes: object;
}

/** The catalogue of avatars and voices: `list` and `get` for those with a KS, the pictures for everybody. */
export function createCatalogueRoutes({ judgeKs, urlOf }: CatalogueRoutesOptions): Hono<SimulatorEnv> {
  const app = new Hono<SimulatorEnv>();
  app.onError(answerControlError);
  app.use(cors({ origin: '*', allowMethods: ['GET', 'POST'] }));

  app.get('/picture/:file', async (c) => {
    const found = VISUALS.find(({ itemId }) => `${itemId}.png` === c.req.param('file'));
    if (!found) throw new Refusal(404, 'There is no such picture.');
    const headers = { 'Content-Type': 'image/png', 'Cache-Control': 'public, max-age=86400' };
    return c.body(await pictureOf(found.itemId), 200, headers);
  });

  const items = (): CatalogueItem[] => [
    ...VISUALS.map((visual) => visualItem(visual, urlOf())),
    ...VOICES.map((voice) => voiceItem(voice)),
  ];
  const guard = [requireKs(judgeKs), limitBody(BODY_LIMIT_BYTES)] as const;

  app.post('/list', ...guard, async (c) => {
    const reader = await readBody(c);
    const type = reader.has('filter') ? reader.object('filter').optionalString('typeEqual') : undefined;
    const pager = reader.has('pager') ? reader.object('pager') : undefined;
    const offset = Math.max(0, pager?.optionalNumber('offset') ?? 0);
    const limit = Math.min(LARGEST_PAGE, Math.max(0, pager?.optionalNumber('limit') ?? DEFAULT_PAGE));
    const found = items().filter((item) => type === undefined || item.type === type);
    return c.json({ objects: found.slice(offset, offset + limit), totalCount: found.length });
  });

  app.post('/get', ...guard, async (c) => {
    const itemId = (await readBody(c)).string('itemId');
    const found = items().find((item) => item.itemId === itemId);
    if (!found) throw new Refusal(404, 'There is no such item in the catalogue.');
    return c.json(found);
  });
  return app;
}

async function readBody(c: SimulatorContext): Promise<JsonReader> {
  return new JsonReader(await readJson(c), complainOfRequest);
}

function visualItem({ itemId, ...attributes }: Visual, url: string): CatalogueItem & { imageUrl: string } {
  return { itemId, type: 'Visual', attributes: { visual: attributes }, imageUrl: `${url}/picture/${itemId}.png` };
}

function voiceItem({ itemId, ...attributes }: CatalogueVoice): CatalogueItem {
  return { itemId, type: 'Voice', attributes: { voice: attributes } };
}
