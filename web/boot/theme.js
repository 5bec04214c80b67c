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
  // The language is chosen here too: a page in Arabic is mirrored from its first paint on.
  var languages = ['en', 'de', 'es', 'ja', 'ar']
  var wanted = navigator.languages || [navigator.language || 'en']
  try {
    wanted = [localStorage.getItem('parley.language')].concat(wanted)
  } catch {
    // The browser's own languages stand.
  }
  var language = wanted
    .map(function (tag) {
      return String(tag).split('-')[0]
    })
    .filter(function (tag) {
      return languages.indexOf(tag) >= 0
    })[0]
  document.documentElement.lang = language || 'en'
  document.documentElement.dir = language === 'ar' ? 'rtl' : 'ltr'
})()
