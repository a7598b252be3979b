/** What changed between two screens, line by line. */

export interface DiffRow {
  change: 'same' | 'changed' | 'removed' | 'added';
  before: string | null;
  after: string | null;
}

const lines = (screen: string): string[] => screen.replace(/\n$/, '').split('\n').map((line) => line.trimEnd());

/** Lengths of the longest common subsequences of every pair of tails. */
function commonTails(before: readonly string[], after: readonly string[]): number[][] {
  const table = Array.from({ length: before.length + 1 }, () => new Array<number>(after.length + 1).fill(0));
  const at = (i: number, j: number): number => table[i]?.[j] ?? 0;
  for (let i = before.length - 1; i >= 0; i--) {
    for (let j = after.length - 1; j >= 0; j--) (table[i] as number[])[j] = before[i] === after[j] ? at(i + 1, j + 1) + 1 : Math.max(at(i + 1, j), at(i, j + 1));
  }
  return table;
}

/** Lines that went and lines that came at the same place stand side by side. */
function pair(gone: string[], come: string[]): DiffRow[] {
  return Array.from({ length: Math.max(gone.length, come.length) }, (_, index) => {
    const [before, after] = [gone[index] ?? null, come[index] ?? null];
    return { change: before === null ? 'added' : after === null ? 'removed' : 'changed', before, after };
  });
}

export function diffScreens(beforeScreen: string, afterScreen: string): DiffRow[] {
  const [before, after] = [lines(beforeScreen), lines(afterScreen)];
  const tails = commonTails(before, after);
  const at = (i: number, j: number): number => tails[i]?.[j] ?? 0;
  const rows: DiffRow[] = [];
  let [i, j] = [0, 0];
  let [gone, come]: [string[], string[]] = [[], []];
  const flush = (): void => {
    rows.push(...pair(gone, come));
    [gone, come] = [[], []];
  };
  while (i < before.length || j < after.length) {
    const [left, right] = [before[i], after[j]];
    if (left !== undefined && left === right) {
      flush();
      rows.push({ change: 'same', before: left, after: right });
      [i, j] = [i + 1, j + 1];
    } else if (right === undefined || (left !== undefined && at(i + 1, j) >= at(i, j + 1))) {
      gone.push(left ?? '');
      i += 1;
    } else {
      come.push(right);
      j += 1;
    }
  }
  flush();
  return rows;
}

/** How many lines are not as they were. */
export const changedLines = (rows: readonly DiffRow[]): number => rows.filter((row) => row.change !== 'same').length;
