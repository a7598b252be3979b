/** Widths on the terminal grid. */

const wide = /[\u1100-\u115f\u2e80-\u303e\u3041-\u33ff\u3400-\u4dbf\u4e00-\u9fff\uac00-\ud7a3\uf900-\ufaff\ufe30-\ufe6f\uff00-\uff60\uffe0-\uffe6]/u;

/** Whether a character takes two columns. */
export function isWide(character: string): boolean {
  return wide.test(character);
}

/** How many columns a line takes. */
export function columnsOf(line: string): number {
  return [...line].reduce((sum, character) => sum + (isWide(character) ? 2 : 1), 0);
}
