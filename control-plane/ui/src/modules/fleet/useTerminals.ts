/** All terminals, kept fresh. */
import { answer, api } from '@/api/client';
import type { Terminal } from '@/api/types';
import { useResource, type Resource } from '@/app/resource';

export function useTerminals(): Resource<Terminal[]> {
  return useResource(
    async (signal) => (await answer(api.GET('/api/v1/terminals', { signal }))).items,
    { on: ['terminal', 'task'] },
  );
}
