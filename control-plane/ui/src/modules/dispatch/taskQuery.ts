/** The filters of the address bar as the server wants them. */
import type { TaskQuery } from '@/api/types';

export const filterNames = ['state', 'kind', 'terminal_id', 'office_no', 'source', 'q', 'from', 'to'] as const;
export type FilterName = (typeof filterNames)[number];

const dayMs = 24 * 60 * 60 * 1_000;

/** Start of a local calendar day, Unix ms; null when the text is no date. */
function dayStart(date: string): number | null {
  const at = new Date(`${date}T00:00:00`).getTime();
  return Number.isNaN(at) ? null : at;
}

export function toTaskQuery(values: Record<FilterName, string[]>): TaskQuery {
  const one = (name: FilterName): string | undefined => values[name][0];
  const from = one('from') && dayStart(one('from') ?? '');
  const to = one('to') && dayStart(one('to') ?? '');
  const terminal = Number(one('terminal_id'));
  return {
    ...(values.state.length ? { state: values.state.join(',') } : {}),
    ...(one('kind') ? { kind: one('kind') } : {}),
    ...(terminal > 0 ? { terminal_id: terminal } : {}),
    ...(one('office_no') ? { office_no: one('office_no') } : {}),
    ...(one('source') ? { source: one('source') } : {}),
    ...(one('q') ? { q: one('q') } : {}),
    ...(typeof from === 'number' ? { from } : {}),
    // The last day counts, too: `to` is the first moment that does not.
    ...(typeof to === 'number' ? { to: to + dayMs } : {}),
  };
}
