/** What a person fills in to query availability: its first check here, and the request it becomes. */
import type { City, NewQuery } from '@/api/types';
import { isoDay } from '@/app/format';
import { t } from '@/app/i18n';
import type { Faults } from './send/fields';
import { whereFaults, whereParams, type Where } from './send/where';

export interface QueryForm extends Where {
  from: City | null;
  to: City | null;
  date: string;
  time: string;
  airline: string;
  cabin: string;
  direct: boolean;
}

/** Mistakes that need no server to see. */
export function faultsOf(form: QueryForm, today: Date): Faults {
  const faults: Faults = {};
  if (!form.from) faults.dep_city = t('dispatch.form.pick_city');
  if (!form.to) faults.arr_city = t('dispatch.form.pick_city');
  else if (form.from?.code === form.to.code) faults.arr_city = t('dispatch.form.same_city');
  if (form.date === '') faults.dep_date = t('common.required');
  else if (form.date < isoDay(today)) faults.dep_date = t('dispatch.form.date_past');
  if (form.airline !== '' && !/^[A-Za-z0-9]{2}$/.test(form.airline)) faults.airline = t('dispatch.form.bad_airline');
  if (form.cabin !== '' && !/^[A-Za-z]$/.test(form.cabin)) faults.cabin = t('dispatch.form.bad_cabin');
  return { ...faults, ...whereFaults(form) };
}

/** The request; left-out conditions are left out. */
export function toRequest(form: QueryForm): NewQuery {
  return {
    dep_city: form.from?.code ?? '',
    arr_city: form.to?.code ?? '',
    dep_date: form.date,
    ...(form.time ? { dep_time: form.time.replace(':', '') } : {}),
    ...(form.airline ? { airline: form.airline.toUpperCase() } : {}),
    ...(form.direct ? { direct: true } : {}),
    ...(form.cabin ? { cabin: form.cabin.toUpperCase() } : {}),
    ...whereParams(form),
  };
}

/** Quick choices of days ahead. */
export function dayAhead(days: number, today: Date): string {
  return isoDay(new Date(today.getFullYear(), today.getMonth(), today.getDate() + days));
}

export interface Route {
  from: string;
  to: string;
}

/** The routes of the newest queries, each once. */
export function recentRoutes(tasks: readonly { summary?: unknown }[], limit = 4): Route[] {
  const found = new Map<string, Route>();
  for (const { summary } of tasks) {
    const { depCity: from, arrCity: to } = (summary ?? {}) as Record<string, unknown>;
    if (typeof from === 'string' && typeof to === 'string') found.set(`${from}${to}`, found.get(`${from}${to}`) ?? { from, to });
  }
  return [...found.values()].slice(0, limit);
}
