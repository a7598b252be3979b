/** The irreversible steps of a task as its agent's journal holds them: what a person judges by. */
import type { Task } from '@/api/types';
import type { Tone } from '@/ui/tone';
import { number, record, records, text, type Json } from '../json';

export type Ending = 'done' | 'not_done' | 'unknown' | 'open';

export interface JournalStep {
  /** Stable name, such as `etdz`. */
  step: string;
  command: string;
  /** When it was on the agent's disk, before it was sent; Unix ms. */
  writtenAt: number | null;
  before: string | null;
  after: string | null;
  hashBefore: string | null;
  hashAfter: string | null;
  ending: Ending;
  /** What was looked at to tell. */
  check: string | null;
}

const endings: readonly Ending[] = ['done', 'not_done', 'unknown', 'open'];

const step = (entry: Json): JournalStep | null => {
  const command = text(entry.command);
  if (command === null) return null;
  return {
    step: text(entry.step) ?? '', command, writtenAt: number(entry.written_at), before: text(entry.before), after: text(entry.after),
    hashBefore: text(entry.hash_before), hashAfter: text(entry.hash_after), ending: endings.find((name) => name === entry.ending) ?? 'unknown', check: text(entry.check),
  };
};

/** The steps of a task, in order; none for tasks that only read. */
export function stepsOf(task: Task): JournalStep[] {
  const { evidence, steps } = task as unknown as Json;
  return records(record(evidence)?.steps ?? steps, step);
}

const tones: Record<Ending, Tone> = { done: 'ok', not_done: 'soft', unknown: 'unk', open: 'warn' };
export const endingTone = (ending: Ending): Tone => tones[ending];

/** `3fa9b2c1…` of a long hash. */
export const shortHash = (hash: string): string => (hash.length > 14 ? `${hash.slice(0, 8)}…${hash.slice(-4)}` : hash);

const commands = /^(?:ETDZ|ETRY|XEPNR|VT|TRFD|TSS)\b|^XEPNR|^ETDZ|^[@\\](?:K|I|KI|OK)?$|[@\\]$/;

/** Whether a command, once sent, cannot be taken back. */
export const isIrreversible = (command: string): boolean => commands.test(command.trim().replace(/^[>►]/, ''));

/** Whether a running task has reached a step that cannot be taken back, as far as can be seen here. */
export function isPastReturn(task: Task): boolean {
  return stepsOf(task).length > 0 || [task.step ?? '', ...task.log.map((entry) => entry.message)].some(isIrreversible);
}
