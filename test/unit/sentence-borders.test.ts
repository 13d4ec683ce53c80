import assert from 'node:assert/strict';
import { describe, it } from 'node:test';

import { isSentenceWhole, sentenceBorders } from '../../src/core/speech/sentence-borders.js';

/** Each sentence as it is cut, with the white space behind it left out. */
function sentencesOf(text: string): string[] {
  const borders = [0, ...sentenceBorders(text), text.length];
  return borders.slice(1).map((border, i) => text.slice(borders[i], border).trim());
}

/** `|` stands where a sentence ends. */
const TEXTS: Readonly<Record<string, readonly string[]>> = {
  English: [
    'The U.S. government said so.| Then it left.',
    'Dr. Smith met Mr. Jones and Gov. Lee near Mt. Hood and Ft. Worth.| They spoke.',
    'It costs 3.50 dollars.| Buy v1.2.3 today.',
    'See https://example.com/a.b?c=d.e!f for more.| Then go.',
    'Mail me@x.co.uk today.| Or call.',
    'Wait... what?| Yes.| Well… maybe.',
    'He said "Stop!" and left.| Then "Go."| He went.',
    '“Really?” she asked.| “Yes.”| He nodded.',
    'Use e.g. apples, i.e. fruit.| Good.',
    'Sen. Lee, Rep. Kim and Bros. Grimm came.| Done.',
    'Vol. 3, ch. 2, pp. 5-9, est. 1999, max. 10, min. 5 euros.| Done.',
    'No.| I said no.| No. 5 too.',
    'At last we saw the Arch.| Good.',
    'Great!| 🎉 Next one.| 🚀 Go.',
    '1. First item\n|2. Second item\n|- third',
  ],
  German: [
    'Das kostet z. B. 5 Euro, d. h. z.B. wenig.| Gut.',
    'Am 3. Oktober, im 19. Jahrhundert, um 9 Uhr.| Bis dann.',
    'Herr Dr. Müller kommt ca. 5 Min. später.| Gut.',
    'Siehe Abb. 3, Kap. 4, Bd. 2 und Abs. 1 dort.| Danke.',
    'Die Fa. Meier, Hauptstr. 5, Tel. 123.| Ende.',
    'Es sind 5 Mio. Euro und 3 Mrd. Dollar, inkl. Porto, zzgl. Steuern, bzgl. Abfahrt.| Ja.',
    'Äpfel, Birnen usw. sind da.| Danach Brot.',
    '„Ja.“| Er ging.| „Nein!“, sagte er.| Ende.',
    'Das macht 10.000,50 Euro.| Gut.',
  ],
  French: [
    'M. Dupont et Mme. Durand arrivent, MM. Petit et Grand aussi.| Bien.',
    'Voir p. ex. Paris, av. Foch, bd. Raspail, env. 5 km, chap. 3 aussi.| Puis rien.',
    'St. Étienne, c.-à-d. demain, vers midi.| Fin.',
    '« Oui. » Il part.| « Non ! » dit-il.| Fin.',
    'Ça va ?| Très bien !| Merci.',
  ],
  Spanish: [
    'El Sr. García y la Sra. López llegaron.| Bien.',
    'En EE. UU. viven Uds. y Dña. Ana con D. Juan y Dª. María.| Sí.',
    'Vive en la Av. Reforma núm. 5, pág. 3 hoy.| Bien.',
    '¿Qué tal?| ¡Muy bien!| Gracias.',
  ],
  'Italian and Portuguese': [
    'Il Sig. Rossi, il sig. Neri, la sig.ra Bianchi e il Dott. Verdi.| Bene.',
    'O Sr. Silva e a Dra. Lima.| Bom.',
  ],
  'scripts without spaces, or with stops of their own': [
    '这是一句。|那是另一句！|对吗？|对。',
    '「はい。」|と言った。|次です。',
    'สวัสดีครับ ผมชื่อบอย ยินดีที่ได้รู้จัก',
    'नमस्ते।| आप कैसे हैं?| ठीक।',
    'مرحبا.| كيف حالك؟| بخير.',
  ],
};

describe('Sentences', () => {
  for (const [language, texts] of Object.entries(TEXTS))
    describe(`in ${language}`, () => {
      for (const text of texts)
        it(`end where they end: ${text}`, () => {
          const sentences = text.split('|').map((sentence) => sentence.trim());
          assert.deepEqual(sentencesOf(text.replaceAll('|', '')), sentences);
        });
    });

  it('are not taken for whole after an abbreviation that is followed by more', () => {
    for (const text of ['I met Gov.', 'Die Fa.', 'rund 5 Mio.', 'Voir p. ex.', 'la Dra.', 'MM.'])
      assert.equal(isSentenceWhole(text, { isDoubtful: false }), false, text);
    for (const text of ['Äpfel usw.', 'He left.', 'Il part. »', '对。'])
      assert.equal(isSentenceWhole(text, { isDoubtful: false }), true, text);
  });
});
