/** A torn picture in grey, legible on light and dark alike, for a file that cannot be shown. */
export const PLACEHOLDER_SVG = `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 256 256" role="img" aria-label="This file cannot be shown">
<rect width="256" height="256" fill="#80848c" fill-opacity=".16"/>
<g fill="none" stroke="#80848c" stroke-width="7" stroke-linecap="round" stroke-linejoin="round">
<path d="M78 74h46l-10 26 16 22-16 24 10 36H78a10 10 0 0 1-10-10V84a10 10 0 0 1 10-10z"/>
<path d="M150 74h28a10 10 0 0 1 10 10v88a10 10 0 0 1-10 10h-28l-10-36 16-24-16-22z"/>
<path d="M84 160l16-20M174 158l-10-14"/>
<circle cx="92" cy="102" r="7"/>
</g>
</svg>
`
