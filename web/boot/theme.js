// Runs before the first paint, so that a chosen theme never flashes the other one. Not a module on purpose: those
// wait for the document.
;(function () {
  try {
    var theme = localStorage.getItem('parley.theme')
    if (theme === 'light' || theme === 'dark') document.documentElement.dataset.theme = theme
  } catch {
    // Storage can be forbidden; the system's preference then stands.
  }
})()
