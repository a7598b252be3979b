/** The few colours that carry meaning. */
export type Tone = 'ok' | 'warn' | 'bad' | 'unk' | 'accent' | 'soft';

export const toneText: Record<Tone, string> = {
  ok: 'text-ok',
  warn: 'text-warn',
  bad: 'text-bad',
  unk: 'text-unk',
  accent: 'text-accent',
  soft: 'text-soft',
};
