/** What is between such tags is not for the visitor: what a model thinks, and what it asks of its tools. */
const HIDDEN_NAMES = [
  ...['think', 'thinking', 'thought', 'thoughts', 'reasoning', 'reflection', 'scratchpad', 'analysis'],
  ...['tool_call', 'tool_calls', 'tool_response', 'tool_result', 'tool_use', 'tools'],
  ...['function', 'function_call', 'function_calls', 'function_results', 'invoke'],
  ...['seed:think', 'antthinking', 'antml:thinking', 'antml:function_calls', 'antml:invoke'],
];

/** Tags begin with `<`, those of some models with `◁` or `[`. */
const BEGIN = /[<◁[]/;
/** `<name>`, `</name>`, with attributes or `=value` behind the name. */
const TAG = /^[<◁](\/?)([a-z_:]+)(?:[\s=/][^<>]*)?[>▷]$/i;
const TAG_BEGIN = /^[<◁]\/?([a-z_:]*)([\s=/][^<>]*)?$/i;
/** The one in square brackets is written in capitals. */
const SQUARE_TAG = /^\[(\/?)(THINK)\]$/;
const SQUARE_TAGS = ['[THINK]', '[/THINK]'];
/** A model's control token, such as `<|im_end|>`. */
const CONTROL_TOKEN = /^<\|([^|<>]*)\|>$/;
const CONTROL_BEGIN = /^<\|[^|<>]*\|?$/;
/** Longer than this, in characters, nothing is a tag. */
const LONGEST_TAG = 200;
/** Deeper than any model goes. */
const DEEPEST = 64;
/** A tag that breaks off at the end of the text is a tag from here on, in characters: `<thi` rather than `<t`. */
const SHORTEST_REST = 4;

/**
 * Leaves out what a model thinks (`<think>…</think>` and the like), its calls of tools and its control tokens. What may be
 * the beginning of such a tag waits for the rest; nothing else does.
 */
export class HiddenSpans {
  readonly #onOrphan: () => void;
  /** What may be a tag. */
  #held = '';
  /** The names of the tags that are open, from the outermost. */
  readonly #open: string[] = [];
  /** A channel's name, while it comes. */
  #channel: string | undefined;
  #isChannelHidden = false;
  /** White space after a hidden span goes with it. */
  #isAfterSpan = true;
  /** Whether a code span is open in the line: a tag in it is only spoken of. */
  #isInCode = false;

  /** @param onOrphan A thought ended whose beginning was not told: all that came before was part of it. */
  constructor(onOrphan: () => void = () => undefined) {
    this.#onOrphan = onOrphan;
  }

  /** Adds what has come, and gives what of it is for the visitor. */
  push(text: string): string {
    let visible = '';
    let at = 0;
    while (at < text.length) {
      if (this.#held === '') {
        const rest = text.slice(at);
        const next = rest.search(BEGIN);
        visible += this.#pass(next === -1 ? rest : rest.slice(0, next));
        if (next === -1) break;
        at += next + 1;
        if (this.#isInCode && !this.#isHidden) visible += this.#pass(rest.charAt(next));
        else this.#held = rest.charAt(next);
      } else if (BEGIN.test(text.charAt(at))) {
        visible += this.#release();
      } else {
        this.#held += text.charAt(at++);
        if (!this.#mayBeTag()) {
          const isOrphan = this.#read();
          visible = isOrphan ? '' : visible + this.#release();
        }
      }
    }
    return visible;
  }

  /** Nothing more comes; gives what was held back. */
  end(): string {
    if (this.#held.length >= SHORTEST_REST) this.#held = '';
    return this.#release();
  }

  /** Whether more has to come to know. */
  #mayBeTag(): boolean {
    const held = this.#held;
    if (held.length > LONGEST_TAG) return false;
    if (held.startsWith('[')) return SQUARE_TAGS.some((tag) => tag !== held && tag.startsWith(held));
    if (held.startsWith('<|')) return CONTROL_BEGIN.test(held);
    const [, name, rest] = TAG_BEGIN.exec(held) ?? [];
    if (name === undefined) return false;
    const begin = name.toLowerCase();
    return rest === undefined ? HIDDEN_NAMES.some((hidden) => hidden.startsWith(begin)) : HIDDEN_NAMES.includes(begin);
  }

  /** What was held is no tag. */
  #release(): string {
    const held = this.#held;
    this.#held = '';
    return this.#pass(held);
  }

  #pass(text: string): string {
    if (this.#channel !== undefined) {
      this.#channel = (this.#channel + text).slice(0, 20);
      return '';
    }
    if (this.#isHidden) return '';
    const line = text.slice(text.lastIndexOf('\n') + 1);
    const isOddlyTicked = line.split('`').length % 2 === 0;
    this.#isInCode = isOddlyTicked !== (this.#isInCode && line === text);
    if (!this.#isAfterSpan) return text;
    const rest = text.trimStart();
    this.#isAfterSpan = rest === '';
    return rest;
  }

  get #isHidden(): boolean {
    return this.#open.length > 0 || this.#isChannelHidden;
  }

  /** Takes what is held, where it is a tag; tells whether it closes what was never opened. */
  #read(): boolean {
    const [, control] = CONTROL_TOKEN.exec(this.#held) ?? [];
    const [, slash, name = ''] = TAG.exec(this.#held) ?? SQUARE_TAG.exec(this.#held) ?? [];
    const tag = name.toLowerCase();
    if (control === undefined && !HIDDEN_NAMES.includes(tag)) return false;
    const isEmpty = this.#held.endsWith('/>');
    this.#held = '';
    if (control === 'begin_of_thought') this.#open.push('thought');
    else if (control === 'end_of_thought') return this.#close('thought');
    else if (control !== undefined) this.#readControl(control);
    else if (slash) return this.#close(tag);
    else if (!isEmpty && this.#open.length < DEEPEST) this.#open.push(tag);
    return false;
  }

  #close(tag: string): boolean {
    const opened = this.#open.lastIndexOf(tag);
    if (opened === -1 && this.#open.length > 0) return false;
    this.#open.length = Math.max(0, opened);
    this.#isAfterSpan ||= this.#open.length === 0;
    if (opened === -1) this.#onOrphan();
    return opened === -1;
  }

  /** Some models answer in channels, of which only the final one is for the visitor. */
  #readControl(name: string): void {
    if (name === 'channel' || name === 'start') {
      this.#channel = '';
    } else {
      if (name === 'message') this.#isChannelHidden = /^\s*(?:analysis|commentary)/.test(this.#channel ?? '');
      else if (name !== 'constrain') this.#isChannelHidden = false;
      this.#channel = undefined;
    }
  }
}
