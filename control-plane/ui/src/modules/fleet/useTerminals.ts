/** All terminals and what runs on them, kept fresh. */
import { answer, api } from '@/api/client';
import type { TaskRow, Terminal } from '@/api/types';
import { useResource, type Resource } from '@/app/resource';

export function useTerminals(): Resource<Terminal[]> {
  return useResource(
    async (signal) => (await answer(api.GET('/api/v1/terminals', { signal }))).items,
    { on: ['terminal', 'task'] },
  );
}

/** The running tasks by the id of their terminal. */
export function useRunningTasks(): Resource<Map<number, TaskRow>> {
  return useResource(
    async (signal) => {
      const query = { state: 'running', limit: 200 };
      const { items } = await answer(api.GET('/api/v1/tasks', { params: { query }, signal }));
      return new Map(items.flatMap((task) => (task.terminal ? [[task.terminal.id, task] as const] : [])));
    },
    { on: ['task'] },
  );
}
