import { identityIssue, nearestFace } from '../../domain/person.ts'
import type { Style } from '../../domain/style.ts'
import { unpackVectors } from '../../domain/vectors.ts'
import type { ExecuteContext } from './execute-context.ts'

/**
 * Returns why a new photograph shows another person; null when it does not, when faces are not compared, or when either image shows no
 * face.
 */
export async function otherPerson(
  { catalog, seeing }: Pick<ExecuteContext, 'catalog' | 'seeing'>,
  actorId: string,
  file: string,
  type: Style,
): Promise<string | null> {
  const model = seeing.model('faces')
  const actor = catalog.actors.get(actorId)
  if (model === null || type !== 'photorealistic' || actor?.basePhotograph === false) return null
  const references = (actor?.baseImages ?? []).flatMap((sha256) => {
    const known = catalog.vectors.get(sha256, model)
    return known ? unpackVectors(known) : []
  })
  if (references.length === 0) return null
  const [found] = await seeing.see('faces', [file])
  const nearest = found ? nearestFace(unpackVectors(found), references) : null
  const issue = nearest === null ? null : identityIssue(nearest)
  return issue && `it shows another person: ${issue.detail}`
}
