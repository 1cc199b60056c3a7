import { chosenActors } from '../context/chosen-actors.ts'
import type { VisionContext } from './vision-context.ts'
import type { Procedures } from '../context/procedures.ts'
import { quoteVision } from './quote.ts'
import { visionQuoteView } from './vision-views.ts'

export const visionQuotes: Procedures<'vision', { readonly context: VisionContext }, 'offer'> = {
  async offer({ context }, { actorIds }) {
    const quote = await quoteVision(context, chosenActors(context, actorIds))
    return quote && visionQuoteView(quote, context.settings().maxCostUsd)
  },
}
