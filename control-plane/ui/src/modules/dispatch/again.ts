/** Carries the parameters of an earlier query over to the form, through the address. */
import type { LocationQueryRaw } from 'vue-router';

const formFields = ['dep_city', 'arr_city', 'dep_date', 'dep_time', 'airline', 'cabin', 'direct'] as const;

export function queryAgain(params: unknown): LocationQueryRaw {
  const fields = (typeof params === 'object' && params !== null ? params : {}) as Record<string, unknown>;
  return Object.fromEntries(
    formFields.flatMap((name) => {
      const value = fields[name];
      if (typeof value === 'string' && value !== '') return [[name, value]];
      return value === true ? [[name, '1']] : [];
    }),
  );
}
