import { createApp } from 'vue';
import App from './app/App.vue';
import { language } from './app/i18n';
import { router } from './app/router';
import './style.css';

document.documentElement.lang = language.value;
createApp(App).use(router).mount('#app');
