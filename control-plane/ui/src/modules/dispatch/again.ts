/** Carries the parameters of an earlier query over to the form, through the address. */
import type { LocationQueryRaw } from 'vue-router';

/** Names in the address, as in the request of the form, by the names in a task. */
const formFields = {
  depCity: 'dep_city', arrCity: 'arr_city', depDate: 'dep_date', depTime: 'dep_time', airline: 'airline', cabin: 'cabin', direct: 'direct',
} as const;

export function queryAgain(params: Record<string, unknown>): LocationQueryRaw {
  return Object.fromEntries(
    Object.entries(formFields).flatMap(([name, field]) => {
      const value = params[name];
      if (typeof value === 'string' && value !== '') return [[field, value]];
      return value === true ? [[field, '1']] : [];
    }),
  );
}
