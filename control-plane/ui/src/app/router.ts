/** Which address shows which page, and who may see it. */
import { nextTick } from 'vue';
import { createRouter, createWebHistory, type RouteRecordRaw, type Router, type RouterHistory } from 'vue-router';
import { ensureSession, session } from '@/modules/identity/session';

declare module 'vue-router' {
  interface RouteMeta {
    /** Shown without the shell and without being signed in. */
    open?: boolean;
  }
}

const routes: RouteRecordRaw[] = [
  { path: '/', name: 'overview', component: () => import('@/modules/reports/OverviewPage.vue') },
  { path: '/sign-in', name: 'sign-in', meta: { open: true }, component: () => import('@/modules/identity/SignInPage.vue') },
  { path: '/welcome/:token', name: 'welcome', meta: { open: true }, component: () => import('@/modules/identity/WelcomePage.vue') },
  { path: '/account', name: 'account', component: () => import('@/modules/identity/AccountPage.vue') },
  { path: '/terminals', name: 'terminals', component: () => import('@/modules/fleet/TerminalsPage.vue') },
  { path: '/terminals/:id(\\d+)', name: 'terminal', component: () => import('@/modules/fleet/TerminalPage.vue') },
  { path: '/glyphs', name: 'glyphs', component: () => import('@/modules/fleet/GlyphsPage.vue') },
  { path: '/tasks', name: 'tasks', component: () => import('@/modules/dispatch/TasksPage.vue') },
  { path: '/tasks/new', name: 'new-query', component: () => import('@/modules/dispatch/NewQueryPage.vue') },
  { path: '/tasks/new/:kind(book_pnr|extract_pnr|cancel_passenger|cancel_pnr|issue_ticket|extract_ticket_no|authorize_pnr)', name: 'new-task', component: () => import('@/modules/dispatch/send/NewTaskPage.vue') },
  { path: '/unknown', name: 'unknown', component: () => import('@/modules/dispatch/verify/UnknownPage.vue') },
  { path: '/tasks/:id(\\d+)', name: 'task', component: () => import('@/modules/dispatch/TaskPage.vue') },
  { path: '/docs', name: 'docs', component: () => import('@/app/docs/DocsPage.vue') },
  { path: '/:rest(.*)*', name: 'not-found', component: () => import('@/app/NotFoundPage.vue') },
];

export function makeRouter(history: RouterHistory): Router {
  const router = createRouter({
    history,
    routes,
    scrollBehavior: (to, from, saved) => saved ?? (to.path === from.path ? undefined : { top: 0 }),
  });
  router.beforeEach(async (to) => {
    if (to.meta.open) return true;
    await ensureSession();
    if (session.value) return true;
    return { name: 'sign-in', query: to.fullPath === '/' ? {} : { to: to.fullPath } };
  });
  // A new page starts at its content for people who use a keyboard or a screen reader.
  router.afterEach((to, from) => {
    if (from.matched.length === 0 || to.path === from.path) return;
    void nextTick(() => document.getElementById('content')?.focus({ preventScroll: true }));
  });
  return router;
}

export const router = makeRouter(createWebHistory());
