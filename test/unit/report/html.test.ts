import { expect, test } from 'vitest'
import { markup } from '../../../src/main/report/html.ts'

test('what is put in is escaped, what was made by it is not escaped twice', () => {
  const name = `<script>alert("x")</script>'&`
  const inner = markup`<b title="${name}">${name}</b>`
  expect(markup`<p>${inner}${[inner]}${null}${3}</p>`.html).toBe(
    `<p>${'<b title="&lt;script&gt;alert(&quot;x&quot;)&lt;/script&gt;&#39;&amp;">&lt;script&gt;alert(&quot;x&quot;)&lt;/script&gt;&#39;&amp;</b>'.repeat(2)}3</p>`,
  )
})
