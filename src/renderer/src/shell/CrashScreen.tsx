import { Component, type ReactNode } from 'react'
import { CircleAlert } from 'lucide-react'
import { capabilities } from '../base/host/capabilities.ts'
import { api } from '../base/host/connect.ts'
import { outcome } from '../base/host/attempt.ts'
import { strings } from '../base/strings/index.ts'
import { Empty } from '../base/ui/Bits.tsx'
import { Button } from '../base/ui/Button.tsx'

const MOST_CHARACTERS = 10_000

interface State {
  readonly crashed: boolean
  /** Empty until the host answers. */
  readonly logFile: string
}

/** Error boundary of the window: says that nothing is lost, writes the error to the log and shows where the log is. */
export class CrashScreen extends Component<{ readonly children: ReactNode }, State> {
  override state: State = { crashed: false, logFile: '' }

  static getDerivedStateFromError = (): Partial<State> => ({ crashed: true })

  override componentDidCatch(error: unknown): void {
    void this.#report(error)
  }

  async #report(error: unknown): Promise<void> {
    const message = (error instanceof Error ? (error.stack ?? error.message) : String(error)).slice(0, MOST_CHARACTERS)
    await outcome(api.about.crashed({ message }))
    const about = await outcome(api.about.get())
    if (about.ok) this.setState({ logFile: about.value.logFile ?? '' })
  }

  override render(): ReactNode {
    if (!this.state.crashed) return this.props.children
    return (
      <main className="crash">
        <Empty icon={<CircleAlert size={30} />} title={strings.crash.title} text={strings.crash.text}>
          <p className="soft">{this.state.logFile}</p>
          <Button variant="primary" onClick={() => location.reload()}>
            {strings.crash.reload}
          </Button>
          {capabilities.showLog && (
            <Button onClick={() => void capabilities.showLog?.()}>{strings.about.showLog}</Button>
          )}
        </Empty>
      </main>
    )
  }
}
