// Runs before the first paint, so that a chosen look never flashes another one. Not a module on purpose: those wait for
// the document. What is chosen, and from what, is in features/appearance/look.ts.
;(function () {
  try {
    var chosen = JSON.parse(localStorage.getItem('parley.look') || '{}')
    var names = ['theme', 'accent', 'text', 'density', 'motion']
    names.forEach(function (name) {
      var value = chosen[name]
      if (typeof value === 'string' && /^[a-z]+$/.test(value)) document.documentElement.dataset[name] = value
    })
  } catch {
    // Storage can be forbidden or hold nonsense; the system's preference then stands.
  }
})()
