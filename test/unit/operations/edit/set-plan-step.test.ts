import { readFile, utimes, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { deletionStep } from '../../../../src/main/domain/plan-steps.ts'
import { setPlanStep } from '../../../../src/main/operations/edit/set-plan-step.ts'
import { planEdits } from '../../../../src/main/operations/edit/procedures.ts'
import { createJoinedFleet } from '../../../../src/main/operations/context/joined-fleet.ts'
import { fingerprintOf, planActor } from '../../../../src/main/operations/plan/plan-actor.ts'
import { indexActor } from '../../../../src/main/operations/index/index-actor.ts'
import { knownImages } from '../../../../src/main/operations/index/known-images.ts'
import { editingContext } from '../../../support/editing-context.ts'
import { fleetLink } from '../../../support/joined-fleet.ts'
import { pictures } from '../../../support/opened-context.ts'

test('a deletion is spared in a plan of the fleet although nobody has assessed its images here: a worker still accepts it', async () => {
  const { context, editing, root } = await editingContext(pictures(['photo 1', 'photo 2', 'photo 3']), {
    settings: { total: 1, shares: { photorealistic: 1, bw_stylized: 0, color_stylized: 0 } },
  })
  const plan = await planActor(context, 'bo')
  // The files come from the store again with other times, so they count as not assessed.
  for (const { filename } of knownImages(context, 'bo'))
    await utimes(join(root, 'actors/bo/training_data', filename), 1, 1)
  await indexActor(context, 'bo')
  context.catalog.actors.setSummary('bo', context.catalog.summaries.summaryOf('bo'))
  expect(context.catalog.actors.get('bo')?.summary?.unassessed).toBe(3)
  const stepId = deletionStep(plan.deletions[0]?.filename ?? '')
  const fleet = { ...createJoinedFleet(), link: fleetLink().link }
  const view = await planEdits.setStep(
    { context, editing, fleet, imagesHere: async () => {} },
    { actorId: 'bo', stepId, skipped: true },
    {},
  )
  expect(view.stale).toBe(false)
  const images = knownImages(context, 'bo')
  expect(images.every(({ sha256 }) => sha256 !== null)).toBe(true)
  const written = await context.plans.read('bo')
  expect(written?.plan.fingerprint).toBe(fingerprintOf(context, 'bo', images))
  expect(written?.plan.fingerprint).not.toBe(plan.fingerprint)
})

test('a plan that was changed by hand beyond what may be carried out is not made good by a click', async () => {
  const { context, editing, root } = await editingContext(pictures(['photo 1', 'photo 2', 'photo 3']), {
    settings: { total: 2, shares: { photorealistic: 1, bw_stylized: 0, color_stylized: 0 } },
  })
  const plan = await planActor(context, 'bo')
  const file = join(root, 'action_plans/bo_action_plan.json')
  const text = (await readFile(file, 'utf8')).replace('"photorealistic": 2', '"photorealistic": 0')
  await writeFile(file, text)
  const stepId = deletionStep(plan.deletions[0]?.filename ?? '')
  await expect(setPlanStep(context, editing, { actorId: 'bo', stepId, skipped: true })).rejects.toThrow(
    /was changed by hand and cannot be carried out: target\.photorealistic is 0, and the target is 2/,
  )
  expect(await readFile(file, 'utf8')).toBe(text)
})
