const COMMANDS: Readonly<Record<string, string>> = {
  times: '×',
  cdot: '·',
  div: '÷',
  pm: '±',
  leq: '≤',
  le: '≤',
  geq: '≥',
  ge: '≥',
  neq: '≠',
  ne: '≠',
  approx: '≈',
  infty: '∞',
  to: '→',
  rightarrow: '→',
  sum: '∑',
  int: '∫',
  alpha: 'α',
  beta: 'β',
  gamma: 'γ',
  delta: 'δ',
  Delta: 'Δ',
  epsilon: 'ε',
  theta: 'θ',
  lambda: 'λ',
  mu: 'μ',
  pi: 'π',
  sigma: 'σ',
  Sigma: 'Σ',
  phi: 'φ',
  omega: 'ω',
  Omega: 'Ω',
  sqrt: '√',
  circ: '°',
  degree: '°',
  quad: ' ',
  left: '',
  right: '',
  text: '',
  mathrm: '',
  mathbf: '',
  mathit: '',
  boxed: '',
  displaystyle: '',
};
const POWERS = '⁰¹²³⁴⁵⁶⁷⁸⁹';

/** A formula in LaTeX as a line of plain text, in signs that voices of any language can read. */
export function readableMath(formula: string): string {
  return formula
    .replace(/\\d?frac\s*\{([^{}]*)\}\s*\{([^{}]*)\}/g, '$1/$2')
    .replace(/\^\{?\\circ\}?/g, '°')
    .replace(/\^(?:\{(\d)\}|(\d))/g, (_, inner?: string, bare?: string) => POWERS.charAt(Number(inner ?? bare)))
    .replace(/\\([a-zA-Z]+)/g, (_, name: string) => (Object.hasOwn(COMMANDS, name) ? (COMMANDS[name] ?? '') : name))
    .replace(/\\[,;:! ]/g, ' ')
    .replace(/\\\\/g, ' ')
    .replace(/\\(.)/g, '$1')
    .replace(/[{}$]/g, '')
    .replace(/\s+/g, ' ')
    .trim();
}
