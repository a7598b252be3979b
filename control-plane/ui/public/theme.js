// Runs before the first paint, so that a chosen theme or language never flashes the other one.
(function () {
  try {
    var theme = localStorage.getItem('waystation.theme');
    if (theme === 'light' || theme === 'dark') document.documentElement.dataset.theme = theme;
    if (localStorage.getItem('waystation.language') === 'en') document.documentElement.lang = 'en';
  } catch {
    // Storage may be forbidden; the system's theme is used then.
  }
})();
