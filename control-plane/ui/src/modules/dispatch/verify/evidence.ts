/** The irreversible steps of a task as its agent's journal holds them: what a person judges by. */
import type { Task } from '@/api/types';
import type { Tone } from '@/ui/tone';

export type Step = Task['steps'][number];
export type Ending = Step['ending'];

const tones: Record<Ending, Tone> = { done: 'ok', not_done: 'soft', unknown: 'unk', open: 'warn' };
export const endingTone = (ending: Ending): Tone => tones[ending];

/** `3fa9b2c1…` of a long hash. */
export const shortHash = (hash: string): string => (hash.length > 14 ? `${hash.slice(0, 8)}…${hash.slice(-4)}` : hash);

const commands = /^(?:ETDZ|ETRY|XEPNR|VT|TRFD|TSS)\b|^XEPNR|^ETDZ|^[@\\](?:K|I|KI|OK)?$|[@\\]$/;

/** Whether a command, once sent, cannot be taken back. */
export const isIrreversible = (command: string): boolean => commands.test(command.trim().replace(/^[>►]/, ''));

/** Whether a running task has reached a step that cannot be taken back, as far as can be seen here. */
export function isPastReturn(task: Task): boolean {
  return task.steps.length > 0 || [task.step ?? '', ...task.log.map((entry) => entry.message)].some(isIrreversible);
}
