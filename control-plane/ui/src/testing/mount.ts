/** Puts a component on a page of its own for a test, and takes it away again. */
import { createApp, h, nextTick, type Component } from 'vue';
import { createMemoryHistory, createRouter, type Router } from 'vue-router';

export interface Mounted {
  root: HTMLElement;
  router: Router;
  unmount(): void;
}

const blank = { render: () => h('div') };
const parameter: Record<string, string> = { task: '/:id', terminal: '/:id', 'new-task': '/:kind' };
const names = ['overview', 'tasks', 'task', 'new-query', 'new-task', 'unknown', 'terminals', 'terminal', 'glyphs', 'docs', 'account', 'sign-in'];

export async function mount(component: Component, props: Record<string, unknown> = {}, at = '/'): Promise<Mounted> {
  const routes = names.map((name) => ({ path: name === 'overview' ? '/' : `/${name}${parameter[name] ?? ''}`, name, component: blank }));
  const router = createRouter({ history: createMemoryHistory(), routes });
  await router.push(at);
  const root = document.createElement('div');
  document.body.append(root);
  const app = createApp({ render: () => h(component, props) });
  app.use(router).mount(root);
  await nextTick();
  return {
    root,
    router,
    unmount: () => {
      app.unmount();
      root.remove();
    },
  };
}

/** Lets promises and renders that are under way finish. */
export async function settled(): Promise<void> {
  await new Promise((resolve) => setTimeout(resolve, 0));
  await nextTick();
}

/** The visible text with every run of blanks as one. */
export const words = (element: Element): string => (element.textContent ?? '').replace(/\s+/g, ' ').trim();
