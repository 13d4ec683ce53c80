import { setTimeout as sleep } from 'node:timers/promises';

import { createAvatarBackend } from 'kaltura-avatar/server';
import { startSimulator } from 'kaltura-avatar/simulator';
import { chromium } from 'playwright';

import { earsWorklet } from '../../../build/ears-worklet.js';
import { bundlePage } from '../../support/bundle-page.js';
import { ensureChromium } from '../../support/chromium.mjs';
import { silence } from '../../support/listening-sounds.js';
import { median } from '../../support/median.js';
import { NO_LIMITS } from '../../support/no-limits.js';
import { servePage } from '../../support/page-server.js';
import { say } from '../../support/say.js';
import { SILENT } from '../../support/silent.js';
import { capturing } from '../../support/spoken-capture.js';

/** Whoever has hardly begun to speak is given more time to go on. */
const QUESTIONS = {
  short: 'When do you open?',
  longer: 'I would like to know when you open on Sundays in the winter.',
};
const ANSWER = 'We open at nine.';

/** What comes after a question holds the answer, in seconds. */
const REST_SECONDS = 7;

/** The first question is heard while the page still loads what it hears with. */
const LEFT_OUT = 1;

const GOAL_MS = 300;

const HTML = `<!doctype html><title>bench</title><body>
  <kaltura-avatar session-endpoint="/api/avatar/session" composer microphone="hands-free"></kaltura-avatar>
  <script type="module" src="/page.js"></script>`;

/** When things came to pass at the backend, in milliseconds since 1970. */
interface Turn {
  transcribed: { from: number; to: number };
  answeredAt: number;
  askedToSayAt: number;
}

const now = (): number => performance.timeOrigin + performance.now();

/**
 * How long a visitor who talks hands-free waits for an answer: from the end of their voice, as it is in the microphone, to the first sound
 * of the avatar, as it is in the page. Transcriber and model answer at once; the voice is the simulator's.
 */
export async function delayOfSpokenTurns(rounds: number): Promise<string> {
  const tables: string[] = [];
  for (const [name, question] of Object.entries(QUESTIONS)) {
    const measured = await measure(question, rounds);
    tables.push(`a ${name} spoken question, ${measured.length} times, medians in ms:\n${tableOf(measured)}`);
  }
  return tables.join('\n');
}

async function measure(question: string, rounds: number): Promise<Measured[]> {
  const turns: Turn[] = [];
  const simulator = await startSimulator();
  const backend = createAvatarBackend({
    ks: 'bench-ks',
    baseUrl: simulator.baseUrl,
    defaults: { avatarId: 'maya' },
    limits: NO_LIMITS,
    logger: SILENT,
    fetch: (input, init) => {
      const turn = turns.at(-1);
      if (turn && input.endsWith('/say-text')) turn.askedToSayAt ||= now();
      return fetch(input, init);
    },
    transcribe: () => {
      turns.push({ transcribed: { from: now(), to: now() }, answeredAt: 0, askedToSayAt: 0 });
      return question;
    },
    reply: () => {
      const turn = turns.at(-1);
      if (turn) turn.answeredAt = now();
      return ANSWER;
    },
  });
  const files = await bundlePage(new URL('../page/spoken-turn.ts', import.meta.url), {
    plugins: [earsWorklet('ears-worklet.js')],
  });
  const server = await servePage({ html: HTML, files, backend });
  const args = await capturing(silence(1), ...(await say([question])), silence(REST_SECONDS));
  const browser = await chromium.launch({ args, executablePath: await ensureChromium() });
  try {
    const page = await browser.newPage();
    // To browsers, a name of this machine is as safe as HTTPS: without that there is no microphone.
    await page.goto(server.url.replace('127.0.0.1', 'localhost'));
    await page.getByRole('button', { name: 'Talk hands-free' }).click();
    await page.locator('kaltura-avatar:state(live)').waitFor();
    await page.evaluate(() => window.hearBoth());
    for (;;) {
      const { avatar } = await page.evaluate(() => window.heardSoFar());
      if (avatar.length >= rounds + LEFT_OUT + 1) break;
      await sleep(1000);
    }
    return stepsOf(await page.evaluate(() => window.heardSoFar()), turns);
  } finally {
    await browser.close();
    await server.close();
    await simulator.close();
  }
}

type Heard = Awaited<ReturnType<Window['heardSoFar']>>;

type Measured = Readonly<Record<(typeof STEPS)[number] | 'in all' | 'told', number>>;

const STEPS = ['voice end to transcriber', 'text to model', 'answer to voice', 'voice to sound'] as const;

function stepsOf({ visitor, avatar, told }: Heard, turns: readonly Turn[]): Measured[] {
  return avatar.slice(LEFT_OUT).flatMap(({ from: heardAt }, i) => {
    const endedAt = visitor.filter(({ to }) => to < heardAt).at(-1)?.to;
    const turn = turns.filter(({ askedToSayAt }) => askedToSayAt > 0 && askedToSayAt < heardAt).at(-1);
    if (endedAt === undefined || !turn || turn.transcribed.from < endedAt) return [];
    const { transcribed, answeredAt, askedToSayAt } = turn;
    return [
      {
        'voice end to transcriber': transcribed.from - endedAt,
        'text to model': answeredAt - transcribed.to,
        'answer to voice': askedToSayAt - answeredAt,
        'voice to sound': heardAt - askedToSayAt,
        'in all': heardAt - endedAt,
        told: told[i + LEFT_OUT] ?? NaN,
      },
    ];
  });
}

function tableOf(measured: readonly Measured[]): string {
  const of = (step: keyof Measured): number => median(measured.map((each) => each[step]));
  const row = (name: string, ms: number, note = ''): string =>
    `  ${name.padEnd(26)}${ms.toFixed(0).padStart(6)}${note}`;
  const own = median(measured.map((each) => each['in all'] - each['voice to sound']));
  return [
    ...STEPS.map((step) => row(step, of(step))),
    row('in all', of('in all')),
    row('without the voice', own, `   (goal: ${GOAL_MS}, ${own <= GOAL_MS ? 'reached' : 'missed'})`),
    row('told by avatar-metrics', of('told')),
  ].join('\n');
}
