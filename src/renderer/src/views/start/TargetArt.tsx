/** Illustration of the start screen: a target as frames, partly filled. */
const LANES = [
  { style: 'photorealistic', columns: 4, cells: 13, filled: 11 },
  { style: 'bw_stylized', columns: 2, cells: 4, filled: 3 },
  { style: 'color_stylized', columns: 1, cells: 3, filled: 1 },
] as const

export function TargetArt() {
  return (
    <div className="target-art">
      {LANES.map((lane) => (
        <div key={lane.style} className="target-art-lane" data-style={lane.style} data-columns={lane.columns}>
          {Array.from({ length: lane.cells }, (_, index) => (
            <i key={index} data-filled={index < lane.filled || undefined} />
          ))}
        </div>
      ))}
    </div>
  )
}
