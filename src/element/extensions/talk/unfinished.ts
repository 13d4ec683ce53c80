/** A sentence that stops with one of these goes on. */
const GOES_ON = /(?:[,;:–—-]|\.\.\.|…)$/;

/** So does one that stops with a word that joins. Whoever is not among these languages has their commas. */
const JOINING = new Set(
  `and or but because so if when that with for to of the a
   und oder aber weil wenn dass mit für der die das
   et ou mais parce si quand que avec pour le la les
   y o pero porque cuando con para el los
   e ma perché quando che con per il lo
   mas quando com para
   en of maar omdat als met voor de het
   и или но потому что если когда с для
   ve veya ama çünkü eğer
   i lub ale bo jeśli że z dla`.split(/\s+/),
);

/** What is said while another one talks, to say that one listens: it asks for nothing. */
const BACKCHANNEL = /^(?:m+h?m*|h+m+|u+h+|u+h+[ -]?h+u+h+|a+h+|a+h+a+|o+h+|e+h+m*|ä+h*m*)$/i;

/** Whether the visitor has paused in the middle of a sentence, by its words. */
export function isUnfinished(text: string): boolean {
  const said = text.trim();
  if (said === '' || /[.!?。！？؟।]$/.test(said.replace(/\.{2,}$/, ','))) return false;
  const last = said.split(/\s+/).at(-1) ?? '';
  return GOES_ON.test(said) || JOINING.has(last.toLowerCase());
}

/** Whether it is no more than a sound that one makes while listening. */
export function isBackchannel(text: string): boolean {
  const sound = text.trim().replace(/[.,!?…。]+$/, '');
  return sound === '' || BACKCHANNEL.test(sound);
}
