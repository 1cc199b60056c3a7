import { chosenActors } from '../context/chosen-actors.ts'
import type { Session } from '../context/library-context.ts'
import type { Procedures } from '../context/procedures.ts'
import { quoteVision } from './quote.ts'
import { visionQuoteView } from './vision-views.ts'

export const visionQuotes: Procedures<'vision', { readonly session: Session }, 'offer'> = {
  async offer({ session }, { actorIds }) {
    const quote = await quoteVision(session, chosenActors(session, actorIds))
    return quote && visionQuoteView(quote, session.settings().maxCostUsd)
  },
}
