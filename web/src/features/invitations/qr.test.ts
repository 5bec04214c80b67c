import { createHash } from 'node:crypto'
import { expect, it } from 'vitest'
import { qrCode, type Modules } from './qr'

const LINK = 'https://chat.example.org/invite#q7vY2n0Z4uJb1sTx9wKe3rGm6pLd8fHcA5iOyVtR7zM'

const drawn = (code: Modules | null) =>
  (code ?? []).map((row) => row.map((isDark) => (isDark ? '#' : ' ')).join(''))

// All of these are as another program draws them, with the same mask: version by version, and the largest of some.
it('draws a link', () => {
  expect(drawn(qrCode(LINK))).toEqual([
    '#######   # ###   # #      ## #######',
    '#     #   ###  ### #  #    #  #     #',
    '# ### # #  ### #   #### # ##  # ### #',
    '# ### # ##  ###### ## ######  # ### #',
    '# ### # ### #      #   ###  # # ### #',
    '#     # # #   ##  # # #   ##  #     #',
    '####### # # # # # # # # # # # #######',
    '        #  ######    ###   #         ',
    '# #####   ### ##  #   # ### # #####  ',
    '# # #        ####     ## #  #  # # # ',
    '# ### ## #  ###  #  ##    ##  ###  ##',
    ' # #    #####   # # ###   # ##  #   #',
    ' ###  ### #  #  #  ## # ####### # ###',
    '     # # ###    ## ##  #  # #  #   # ',
    '# # # ###  ## ## #  ##  # ########  #',
    '  # ##  # #  # ##### ####  ######    ',
    ' ####### ##### ##    ##  # ## #   # #',
    ' # # #  #  ##  # ## # ### #  # # # # ',
    '### # #  #   #### #   #    ##  ## ###',
    '        ##   # #   # #  #  ## ##    #',
    ' ## # ## ###   #####  #  ##  ## #    ',
    '####      #        # ### #  #    #   ',
    '    ###    ### #  # # #    #  #### ##',
    '#  # #  ##  ###     ## #    ## ##    ',
    '    # ##    ##    # # #####  #### #  ',
    '#  ###  # # # ###  ####  #  ## #     ',
    '#    ###  ## #   ## # #   ### ## # ##',
    '#   ##  # # ### # #### ##   ### #  # ',
    '# ## ##    #  # ##    # ######### #  ',
    '        ###  ######### #   ##   ##  #',
    '#######    ### # #   ## ### # # # ###',
    '#     # ### #### ## ## #   ##   ## ##',
    '# ### # #  #  ###   ##### ####### ###',
    '# ### # ##     # ###  ##   # ## ### #',
    '# ### # # ### ####   #  # #  #   # ##',
    '#     #  ##  # #  ## ## # ##  # ##  #',
    '####### # #    #### # ####      # ###',
  ])
})

it.each([
  [21, 'A', 'bc9009ae87ca68f1'],
  [25, 'x'.repeat(26), '6b3c728f6da5c737'],
  [29, 'x'.repeat(27), '25b7f8a814bfe7c9'],
  [33, 'x'.repeat(62), '9040f52bb1e8a298'],
  [41, 'é'.repeat(50), '49114298d9d12159'],
  [45, 'x'.repeat(122), '91c925bdfb77e72b'],
  [49, 'x'.repeat(140), '3f5714c640f72495'],
  [53, 'x'.repeat(170), '2cca0612e7f99017'],
  [57, 'x'.repeat(213), 'f8a692e420006d88'],
])('draws a code of %i modules', (side, text, hash) => {
  const code = qrCode(text)
  expect(code).toHaveLength(side)
  const rows = (code ?? []).map((row) => row.map(Number).join('')).join('\n')
  expect(createHash('sha256').update(rows).digest('hex').slice(0, 16)).toBe(hash)
})

it('draws nothing for what is too long', () => {
  expect(qrCode('x'.repeat(214))).toBeNull()
})
